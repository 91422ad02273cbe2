extern alias cli;

using cli::Diwan.Cli.Commands;
using Diwan.Testing;

namespace Diwan.Web.Tests.Cli;

/// <summary><c>./diwan workbench simulate</c>: the same seed gives the same words, and what cannot be tried is refused with what can.</summary>
public sealed class WorkbenchCommandTests
{
    private const string Service = "moj/non-conviction-certificate";

    [Fact]
    public void A_trial_is_told_in_figures_and_repeats()
    {
        var (first, exit, _) = Run(Service);
        Assert.Equal(0, exit);
        Assert.Contains("within the promise", first, StringComparison.Ordinal);
        Assert.Contains("moj:judge (1)", first, StringComparison.Ordinal);
        Assert.Contains("assumed", first, StringComparison.Ordinal);

        // All but the time it took.
        static string Told(string text) => text[..text.IndexOf("cases counted", StringComparison.Ordinal)];
        Assert.Equal(Told(first), Told(Run(Service).Output));
        Assert.Contains("moj:section (1)   busy 100", Run(Service, "moj:section=1").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moj/unknown", null, "There are: dls/land-plan")]
    [InlineData(Service, "moj:jugde=2", "moj:section")]
    [InlineData(Service, "moj:judge=0", "at least one person")]
    public void What_cannot_be_tried_says_what_can(string service, string? staff, string told)
    {
        var (output, exit, error) = Run(service, staff);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    private static (string Output, int Exit, string Error) Run(string service, string? staff = null)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = WorkbenchCommand.Run(service, null, staff is null ? [] : [staff], "2018-09-02", 4, 3, 5, Repository.Services, output, error, TestContext.Current.CancellationToken);
        return (output.ToString(), exit, error.ToString());
    }
}
