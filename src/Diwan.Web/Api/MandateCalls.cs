using System.ComponentModel;
using Diwan.Apps;
using Diwan.Assistance;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>
/// The mandates of a person: given, accepted, declined, withdrawn, and those that a register knows. What may be done under one is done on the site alone (docs/decisions/0021): who is acted for
/// allowed the app nothing.
/// </summary>
internal static class MandateCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/mandates").WithTags("Mandates");
        group.MapGet("", async (HttpContext http, KeepMandates keep) =>
            {
                var (given, held) = await keep.OfAsync(http.Me(), http.RequestAborted);
                return Results.Ok(new MandatesBody([.. given.Where(m => Reaches(http, m.Services)).Select(View)], [.. held.Where(m => Reaches(http, m.Services)).Select(View)]));
            })
            .WithSummary("The mandates that the person gave, and those they have; the latest first.").Produces<MandatesBody>().Needs(AppScopes.Mandates);
        group.MapPost("", GrantAsync).WithSummary("Gives somebody a mandate, by their national number. They act under it once they accept.")
            .Produces<AskedBody>(201).ProducesValidationProblem().ProducesProblem(409).Needs(AppScopes.Mandates).MayRepeat();
        Act(group, "accept", "Accepts a mandate that somebody offers.", (keep, http, id) => keep.AcceptAsync(http.Me(), id, http.RequestAborted, Channel.Api));
        Act(group, "decline", "Declines a mandate that somebody offers.", (keep, http, id) => keep.DeclineAsync(http.Me(), id, http.RequestAborted, Channel.Api));
        Act(group, "withdraw", "Ends a mandate: who gave it takes it back, who has it gives it up.", (keep, http, id) => keep.WithdrawAsync(http.Me(), id, http.RequestAborted, Channel.Api));
        group.MapGet("/wards", async (HttpContext http, AskGround grounds) =>
                Whole(http) ?? (await grounds.WardsAsync(http.Me(), http.RequestAborted) is { } wards
                    ? Results.Ok(wards.Select(w => new WardBody(w.NationalNumber, w.Name, w.BirthDate, w.EndsOn)))
                    : Problems.Unavailable(new("السجل المدني لا يجيب الآن. حاول بعد قليل.", "The civil register does not answer now. Try again in a while."))))
            .WithSummary("The person's own children under eighteen, by the civil register.").Produces<IEnumerable<WardBody>>().ProducesProblem(503).Needs(AppScopes.Mandates);
        group.MapPost("/wards/{number}", async (string number, HttpContext http, AskGround grounds) =>
                Whole(http) ?? Surely(http) ?? Answer(await grounds.OfWardAsync(http.Me(), number, http.RequestAborted, Channel.Api)))
            .WithSummary("Takes up what a parent has by the family book: the mandate is known from then on.").Produces<AskedBody>(201).ProducesProblem(409).ProducesProblem(503).Needs(AppScopes.Mandates).MayRepeat();
        group.MapPost("/powers", async (PowerBody body, HttpContext http, AskGround grounds) =>
                Whole(http) ?? Surely(http) ?? Answer(await grounds.OfPowerAsync(http.Me(), body.Number, http.RequestAborted, Channel.Api)))
            .WithSummary("Takes up a registered power of attorney by its number: the mandate is known from then on, for the services it extends to.")
            .Produces<AskedBody>(201).ProducesProblem(409).ProducesProblem(503).Needs(AppScopes.Mandates).MayRepeat();
    }

    private static void Act(RouteGroupBuilder group, string what, string summary, Func<KeepMandates, HttpContext, Guid, Task<KeepMandates.Result>> act) =>
        group.MapPost("/{id:guid}/" + what, async (Guid id, HttpContext http, KeepMandates keep) => await RefusedAsync(id, http, keep) ?? Answer(http, await act(keep, http, id)))
            .WithSummary(summary).Produces(204).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Mandates).MayRepeat();

    /// <summary>An app of an institution reaches the mandates that extend to nothing of another.</summary>
    private static bool Reaches(HttpContext http, IEnumerable<string> within) => http.Caller().App?.Institution is not { } own || within.All(s => s.Split('/')[0] == own);

    /// <summary>The refusal of what is not of one institution alone, to the app of one; null when it may.</summary>
    private static IResult? Whole(HttpContext http) => http.Caller().App?.Institution is null ? null : Beyond();

    private static IResult Beyond() => Problems.Forbidden(new(
        "هذا التطبيق لمؤسسة واحدة، والتفويض يمتد إلى غيرها. استعمل موقع ديوان.", "This app belongs to one institution, and the mandate extends to others. Use the site."));

    /// <summary>Acting for another asks for as much certainty as giving a mandate; null where it is there.</summary>
    private static IResult? Surely(HttpContext http) => http.Me().Level < KeepMandates.LevelToGive ? Problems.NeedsAssurance(http, KeepMandates.LevelToGive) : null;

    private static async Task<IResult?> RefusedAsync(Guid id, HttpContext http, KeepMandates keep)
    {
        if (http.Caller().App?.Institution is null)
        {
            return null;
        }

        var (given, held) = await keep.OfAsync(http.Me(), http.RequestAborted);
        return given.Concat(held).FirstOrDefault(m => m.Id == id) is { } found && !Reaches(http, found.Services) ? Beyond() : null;
    }

    private static async Task<IResult> GrantAsync(MandateOrderBody body, HttpContext http, KeepMandates keep)
    {
        var services = (body.Services ?? []).OfType<string>().ToList();
        if (!Reaches(http, services))
        {
            return Beyond();
        }

        var scopes = (body.Scopes ?? []).Select(ApiNames.Of<MandateScope>).ToList();
        if (scopes.Contains(null))
        {
            return Problems.Bad(new("scopes: من read وapply وpay وdownload.", "scopes are of read, apply, pay and download."));
        }

        return await keep.GrantAsync(http.Me(), new(body.Number, services, [.. scopes.OfType<MandateScope>().Distinct()], body.Until), http.RequestAborted, Channel.Api) switch
        {
            KeepMandates.Result.Kept kept => Results.Created("/api/v1/mandates", new AskedBody(kept.Id)),
            KeepMandates.Result.Refused { Faults: [{ Field.Length: 0 } whole, ..] } => Problems.Conflict(whole.Why),
            KeepMandates.Result.Refused refused => Results.ValidationProblem(
                refused.Faults.GroupBy(f => f.Field, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(f => $"{f.Why.Ar} / {f.Why.En}").ToArray(), StringComparer.Ordinal)),
            KeepMandates.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
            _ => NotThere(),
        };
    }

    private static IResult Answer(HttpContext http, KeepMandates.Result result) => result switch
    {
        KeepMandates.Result.Kept => Results.NoContent(),
        KeepMandates.Result.Refused refused => Problems.Conflict(refused.Faults[0].Why),
        KeepMandates.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
        _ => NotThere(),
    };

    private static IResult Answer(AskGround.Result result) => result switch
    {
        AskGround.Result.Known known => Results.Created("/api/v1/mandates", new AskedBody(known.Mandate)),
        AskGround.Result.Refused { IsDown: true } down => Problems.Unavailable(down.Why),
        AskGround.Result.Refused refused => Problems.Conflict(refused.Why),
        _ => NotThere(),
    };

    private static IResult NotThere() => Problems.NotFound("تفويض قائم", "mandate that stands");

    private static MandateBody View(Mandate m) => new(
        m.Id, Name(m.Ground), new(m.Principal.Number, m.Principal.Name), new(m.Agent.Number, m.Agent.Name), m.Services, [.. m.Scopes.Select(Name)], Name(m.State), m.MadeAt, m.EndsOn, m.EndedAt, m.Power);
}

internal sealed record MandatesBody(IReadOnlyList<MandateBody> Given, IReadOnlyList<MandateBody> Held);

internal sealed record MandateBody(
    Guid Id,
    [property: Description("granted (by the person), guardian (by the family book) or power (registered).")] string Ground,
    [property: Description("Who is acted for.")] PartyBody Principal,
    [property: Description("Who acts.")] PartyBody Agent,
    [property: Description("Services and institutions; * for all.")] IReadOnlyList<string> Services,
    [property: Description("read, apply, pay, download.")] IReadOnlyList<string> Scopes,
    [property: Description("offered, standing, declined, withdrawn or over.")] string State,
    DateTimeOffset MadeAt,
    [property: Description("The last day; null where only the register ends it.")] DateOnly? EndsOn,
    DateTimeOffset? EndedAt,
    [property: Description("The number of the registered power.")] string? Power);

internal sealed record PartyBody(string Number, [property: Description("Null of who has not accepted.")] LocalizedText? Name);

internal sealed record WardBody(string NationalNumber, LocalizedText Name, DateOnly BirthDate, [property: Description("The last day under eighteen.")] DateOnly EndsOn);

internal sealed record MandateOrderBody
{
    [Description("The national number of who is to act.")]
    public string? Number { get; init; }

    [Description("Services (dls/land-plan) and institutions (dls); * for all.")]
    public IReadOnlyList<string>? Services { get; init; }

    [Description("read, apply, pay, download.")]
    public IReadOnlyList<string>? Scopes { get; init; }

    [Description("The last day; a year from today at most.")]
    public DateOnly? Until { get; init; }
}

internal sealed record PowerBody
{
    [Description("As it stands on the power of attorney: 2026/1205.")]
    public string? Number { get; init; }
}
