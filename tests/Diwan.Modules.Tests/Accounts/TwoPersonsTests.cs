using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Modules.Tests.Sandbox;

namespace Diwan.Modules.Tests.Accounts;

/// <summary>What ends a document is asked by one officer and confirmed by another; one of the two leads the unit.</summary>
public sealed class TwoPersonsTests
{
    [Theory]
    [InlineData("moj:officer", "moj:head", true)]
    [InlineData("moj:head", "moj:officer", true)]
    [InlineData("moj:officer", "moj:section", false)]
    [InlineData("moj:head", "dls:officer", false)]
    [InlineData("moj:head", "dls:head", false)]
    [InlineData("moj:head", "moj:cashier", false)]
    [InlineData("moj:head", "moj:complaints", false)]
    [InlineData("moj:officer", "platform:operator", false)]
    public void One_of_the_two_leads_the_unit(string asker, string second, bool may)
    {
        var asked = Officer("1", asker);

        Assert.Equal(may, Officer("2", second).MayConfirm(asked.PersonKey, asked, "moj"));
        Assert.False(Officer("1", second).MayConfirm(asked.PersonKey, asked, "moj"));
    }

    [Fact]
    public void Of_whom_nothing_is_known_only_the_head_confirms_what_they_asked()
    {
        Assert.True(Officer("2", "moj:head").MayConfirm("OFF:1", null, "moj"));
        Assert.False(Officer("2", "moj:officer").MayConfirm("OFF:1", null, "moj"));
    }

    [Fact]
    public void In_the_sandbox_every_officer_who_may_ask_finds_somebody_who_may_confirm()
    {
        using var world = new SandboxWorld();
        var officers = world.World.Ready.Personas.Where(p => p.Roles.Count > 0).Select(p => Officer(p.Number, [.. p.Roles])).ToList();
        foreach (var institution in (string[])["moj", "dls", "gam", "dvld", "ssc"])
        {
            var askers = officers.Where(o => o.May(Ability.WorkTasks, institution)).ToList();
            Assert.True(askers.Count > 1, institution);
            Assert.All(askers, asker => Assert.Contains(officers, o => o.MayConfirm(asker.PersonKey, asker, institution)));
        }
    }

    private static SignedIn Officer(string number, params string[] roles) =>
        new($"OFF:{number}", "officer", null, null, "JO", "موظف", "An officer", null, null, null, null, roles, Language.Arabic);
}
