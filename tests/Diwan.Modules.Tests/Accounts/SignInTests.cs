using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Accounts;

public sealed class SignInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ServiceProvider Services(TestDatabase database) => database.Services(s => s.AddAccounts(new ConfigurationBuilder().Build()));

    private static ClaimsPrincipal From(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(c => new Claim(c.Type, c.Value)), "oidc"));

    private static readonly (string, string)[] Layla =
    [
        ("sub", "2000000101"), ("name", "ليلى سامي يوسف الحوراني"), ("name_en", "Layla Sami Yousef Al-Hourani"), ("birthdate", "1995-05-24"), ("gender", "female"),
        ("phone_number", "+962790000101"), ("nationality", "JO"), ("governorate", "AM"), ("kind", "citizen"),
    ];

    private static async Task<SignedIn> WelcomeAsync(IServiceProvider services, ClaimsPrincipal who) =>
        Assert.IsType<SignIn.Result.Welcome>(await services.GetRequiredService<SignIn>().RunAsync(who, Channel.Portal, Ct)).Who;

    [Theory, OnEveryDatabase]
    public async Task A_citizen_is_known_by_national_number_and_remembered(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on);
        await using var services = Services(database);
        var who = await WelcomeAsync(services, From(Layla));
        Assert.Equal(("JO:2000000101", "citizen", "2000000101", "F", "AM"), (who.PersonKey, who.Kind, who.NationalNumber, who.Gender, who.Governorate));
        Assert.Equal(new DateOnly(1995, 5, 24), who.BirthDate);
        Assert.Equal(new Actor(ActorKind.Person, "JO:2000000101", "ليلى سامي يوسف الحوراني"), who.ToActor());

        Assert.True(await services.GetRequiredService<ChooseLanguage>().RunAsync(who.PersonKey, Language.English, who.ToActor(), Channel.Portal, Ct));
        var later = await WelcomeAsync(services, From([.. Layla.Where(c => c.Item1 != "phone_number"), ("phone_number", "+447700900123")]));
        Assert.Equal((Language.English, "+447700900123"), (later.Language, later.Phone));
        var found = services.GetRequiredService<FindAccount>();
        Assert.Equal(later.Phone, (await found.ByKeyAsync("JO:2000000101", Ct))!.Phone);
        Assert.Equal(
            new KeyValuePair<string, Language>("JO:2000000101", Language.English),
            Assert.Single(await found.LanguagesAsync(["JO:2000000101", "JO:0000000000"], Ct)));
    }

    [Fact]
    public async Task Two_sign_ins_at_one_moment_are_both_welcome()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var services = Services(database);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WelcomeAsync(services, From(Layla))));
        Assert.All(all, w => Assert.Equal("JO:2000000101", w.PersonKey));
    }

    [Fact]
    public async Task A_resident_is_known_by_document_and_an_officer_by_office()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var services = Services(database);
        var resident = await WelcomeAsync(services, From(("sub", "A20000105"), ("name", "مصطفى"), ("nationality", "EG"), ("kind", "resident")));
        Assert.Equal(("EG:A20000105", "resident", "A20000105", null), (resident.PersonKey, resident.Kind, resident.DocumentNumber, resident.NationalNumber));

        // As an OpenID Connect handler that maps claims hands them over.
        var judge = await WelcomeAsync(services, From((ClaimTypes.NameIdentifier, "2000000903"), ("name", "هناء"), ("nationality", "JO"), ("kind", "officer"), (ClaimTypes.Role, "moj:judge")));
        Assert.Equal(("OFF:2000000903", "moj"), (judge.PersonKey, judge.Institution));
        Assert.Equal(ActorKind.Officer, judge.ToActor().Kind);
        var clerk = await WelcomeAsync(services, From(("sub", "2000000916"), ("name", "أسماء"), ("kind", "officer"), ("roles", "counter:agent")));
        Assert.Equal(ActorKind.Assistant, clerk.ToActor().Kind);
    }

    [Fact]
    public async Task Nobody_without_a_number_or_a_name_comes_in_and_roles_without_an_office_are_worth_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var services = Services(database);
        var signIn = services.GetRequiredService<SignIn>();
        Assert.IsType<SignIn.Result.Refused>(await signIn.RunAsync(From(("name", "x")), Channel.Portal, Ct));
        Assert.IsType<SignIn.Result.Refused>(await signIn.RunAsync(From(("sub", "2000000101")), Channel.Portal, Ct));
        Assert.IsType<SignIn.Result.Refused>(await signIn.RunAsync(From(("sub", "12"), ("name", "x"), ("nationality", "JO"), ("kind", "citizen")), Channel.Portal, Ct));
        var citizen = await WelcomeAsync(services, From([.. Layla, ("roles", "moj:judge")]));
        Assert.Empty(citizen.Roles);
        Assert.False(citizen.May(Ability.SeeConfidential));
        var idle = await WelcomeAsync(services, From([.. Layla.Where(c => c.Item1 != "kind"), ("kind", "officer"), ("roles", "judge")]));
        Assert.Equal("citizen", idle.Kind);
    }

    [Fact]
    public async Task Our_cookie_carries_all_of_it()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var services = Services(database);
        foreach (var claims in new[] { From(Layla), From(("sub", "2000000902"), ("name", "رئيس"), ("kind", "officer"), ("roles", "moj:head"), ("roles", "moj:officer")) })
        {
            var who = await WelcomeAsync(services, claims);
            var read = who.ToPrincipal().SignedIn()!;
            Assert.Equal(who with { Roles = [] }, read with { Roles = [] });
            Assert.Equal(who.Roles, read.Roles);
        }

        Assert.Null(new ClaimsPrincipal(new ClaimsIdentity()).SignedIn());
        Assert.Null(new ClaimsPrincipal(new ClaimsIdentity([new Claim("diwan:person", "JO:1"), new Claim("diwan:kind", "citizen"), new Claim("diwan:name", "x")])).SignedIn());
    }

    [Theory]
    [InlineData("moj:judge", Ability.SeeConfidential, "moj", true)]
    [InlineData("moj:judge", Ability.SeeConfidential, "gam", false)]
    [InlineData("moj:section", Ability.SeeConfidential, "moj", true)]
    [InlineData("moj:head", Ability.SeeConfidential, "moj", false)]
    [InlineData("moj:officer", Ability.SeeConfidential, "moj", false)]
    [InlineData("gam:tax-head", Ability.LeadTeam, "gam", true)]
    [InlineData("dls:keeper", Ability.WorkTasks, "dls", true)]
    [InlineData("counter:agent", Ability.AssistAtCounter, null, true)]
    [InlineData("counter:agent", Ability.WorkTasks, null, false)]
    [InlineData("moj:agent", Ability.AssistAtCounter, null, false)]
    [InlineData("platform:operator", Ability.SeeConfidential, "moj", false)]
    [InlineData("judge", Ability.WorkTasks, null, false)]
    public void A_role_allows_what_the_table_says_in_its_own_institution(string role, Ability ability, string? institution, bool may) =>
        Assert.Equal(may, Permissions.Allows(role, ability, institution));
}
