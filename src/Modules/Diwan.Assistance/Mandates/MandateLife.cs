using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;

namespace Diwan.Assistance;

/// <summary>What a mandate comes to, and what both sides are told of it.</summary>
internal static class MandateLife
{
    /// <summary>How long nobody need accept.</summary>
    internal static readonly TimeSpan OfferLife = TimeSpan.FromDays(14);

    internal const int Adult = 18;

    internal static MandateState StateOf(MandateRow row, DateTimeOffset now) => row.State switch
    {
        MandateState.Offered when row.MadeAt + OfferLife <= now || IsPast(row, now) => MandateState.Over,
        MandateState.Standing when IsPast(row, now) => MandateState.Over,
        var state => state,
    };

    private static bool IsPast(MandateRow row, DateTimeOffset now) => row.EndsOn is { } last && last < NationalCalendar.DateAt(now);

    internal static bool IsAlive(MandateRow row, DateTimeOffset now) => StateOf(row, now) is MandateState.Offered or MandateState.Standing;

    internal static Mandate View(MandateRow row, DateTimeOffset now) => new(
        row.Id, row.Ground, new MandateParty(row.PrincipalKey, new(row.PrincipalName, row.PrincipalNameEn)),
        new MandateParty(row.AgentKey, row.AgentName.Length == 0 ? null : new(row.AgentName, row.AgentNameEn)),
        row.Services.Split(' '), Scopes(row), StateOf(row, now), row.MadeAt, row.EndsOn, row.EndedAt, row.EndedBy, row.LastUsedAt, row.Power.Length == 0 ? null : row.Power);

    internal static IReadOnlyList<MandateScope> Scopes(MandateRow row) => [.. row.Scopes.Split(' ').Select(Enum.Parse<MandateScope>)];

    internal static string Written(IEnumerable<MandateScope> scopes) => string.Join(' ', scopes.Distinct().Order());

    internal static string EnglishName(SignedIn person) => person.NameIn(Language.English);

    /// <summary>Ends it in a change; the event says why.</summary>
    internal static void End(Change change, MandateRow row, MandateState state, string what, string? by)
    {
        (row.State, row.EndedAt, row.EndedBy) = (state, change.Now, by);
        change.Update(row);
        change.Record(row.Chain, what, new { row.Ground, by });
    }

    internal static void Tell(Change change, string person, string? phone, LocalizedText words) =>
        SendMessage.Add(change, new SendMessage.Order(person, phone, words, "", "mandate"));

    /// <summary>Tells both, each in words of their own.</summary>
    internal static async Task TellBothAsync(Change change, FindAccount accounts, MandateRow row, LocalizedText principal, LocalizedText agent, CancellationToken ct)
    {
        Tell(change, row.PrincipalKey, (await accounts.ByKeyAsync(row.PrincipalKey, ct))?.Phone, principal);
        Tell(change, row.AgentKey, (await accounts.ByKeyAsync(row.AgentKey, ct))?.Phone, agent);
    }

    /// <summary>Owes the notice that it ends in a month; nothing where it ends sooner or by the register alone.</summary>
    internal static void OweNotice(Change change, MandateRow row)
    {
        if (row.EndsOn is not { } last)
        {
            return;
        }

        var at = NationalCalendar.At(last.AddMonths(-1), new TimeOnly(10, 0));
        if (at > change.Now)
        {
            change.Owe(new DutyOrder(MandateNotice.DutyKind, row.Id, JsonSerializer.Serialize(new { }, Change.Json), at, $"{MandateNotice.DutyKind}:{row.Id:N}", DutyLane.Watch));
        }
    }

    internal static LocalizedText Day(DateOnly day) => ValueFormatter.Day(day);
}
