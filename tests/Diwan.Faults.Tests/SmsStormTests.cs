using Diwan.Testing;

namespace Diwan.Faults.Tests;

/// <summary>The small form of <c>./diwan test sms-faults</c>: a real Kannel with its fake SMS centre, the product killed, Kannel restarted.</summary>
public sealed class SmsStormTests
{
    /// <summary>On SQLite a kill and a restart; on PostgreSQL, where what was in doubt is what differs, a kill only and fewer messages, for the time of the whole run.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_message_leaves_once_over_a_kill_and_a_restart(bool postgres)
    {
        Assert.SkipWhen(KannelBox.Missing is not null, KannelBox.Missing ?? "");
        Assert.SkipWhen(postgres && PostgresServer.Binaries is null, "PostgreSQL is not installed (Debian: apt-get install postgresql).");
        var said = new StringWriter();
        var faults = await SmsStorm.RunAsync(SmsStormOptions.Small(postgres), said);
        TestContext.Current.TestOutputHelper?.WriteLine(said.ToString());
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public async Task Without_the_gateways_reports_messages_leave_twice_and_the_storm_notices()
    {
        Assert.SkipWhen(KannelBox.Missing is not null, KannelBox.Missing ?? "");
        var said = new StringWriter();
        var faults = await SmsStorm.RunAsync(new(Postgres: false, Messages: 400, Kills: 2, Restarts: 0, PatienceSeconds: 60) { WithoutReports = true }, said);
        TestContext.Current.TestOutputHelper?.WriteLine(said.ToString());
        Assert.Contains(faults, f => f.Contains("left 2 times", StringComparison.Ordinal));
    }
}
