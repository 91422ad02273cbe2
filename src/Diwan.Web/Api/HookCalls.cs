using System.ComponentModel;
using System.Text.Json.Nodes;
using Diwan.Apps;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>Webhooks: an app, with its secret, says where it wants to be told what happens, sees what became of each notice, and has one sent again.</summary>
internal static class HookCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/hooks").WithTags("Webhooks");
        group.MapGet("", async (HttpContext http, KeepHooks hooks) => Results.Ok((await hooks.OfKeyAsync(http.Caller().App!, http.RequestAborted)).Select(View)))
            .WithSummary("The subscriptions of this key.").Produces<IEnumerable<HookBody>>().Needs(AppScopes.Webhooks);
        group.MapPost("", async (HookOrderBody order, HttpContext http, KeepHooks hooks) =>
                await hooks.SubscribeAsync(http.Caller().App!, order.Url, order.Events, http.RequestAborted) switch
                {
                    KeepHooks.Result.Subscribed subscribed => Results.Created("/api/v1/hooks", new HookSecretBody(subscribed.Id, subscribed.Secret)),
                    KeepHooks.Result.Refused refused => Problems.Bad(refused.Why),
                    _ => throw new System.Diagnostics.UnreachableException(),
                })
            .WithSummary("Subscribes an address to events. Notices are signed in the manner of Standard Webhooks.").Produces<HookSecretBody>(201).ProducesProblem(400).Needs(AppScopes.Webhooks).MayRepeat();
        group.MapDelete("/{id:guid}", async (Guid id, HttpContext http, KeepHooks hooks) =>
                await hooks.EndAsync(http.Caller().App!, id, http.RequestAborted) ? Results.NoContent() : Problems.NotFound("اشتراك", "subscription"))
            .WithSummary("Ends a subscription.").Produces(204).ProducesProblem(404).Needs(AppScopes.Webhooks);
        group.MapPost("/{id:guid}/ping", async (Guid id, HttpContext http, KeepHooks hooks) =>
                await hooks.PingAsync(http.Caller().App!, id, http.RequestAborted) is { } notice ? Results.Accepted(value: new AskedBody(notice)) : Problems.NotFound("اشتراك", "subscription"))
            .WithSummary("Sends a notice that says nothing, to try the address.").Produces<AskedBody>(202).ProducesProblem(404).Needs(AppScopes.Webhooks);
        group.MapGet("/{id:guid}/notices", async (Guid id, bool? failed, HttpContext http, KeepHooks hooks) =>
                Results.Ok((await hooks.NoticesAsync(http.Caller().App, id, failed == true, http.RequestAborted)).Select(n => new NoticeBody(
                    n.Id, n.Type, n.At, Name(n.State), n.Attempts, n.LastStatus, n.LastWhy, JsonNode.Parse(n.Body)))))
            .WithSummary("The latest notices of a subscription, and what became of them.").Produces<IEnumerable<NoticeBody>>().Needs(AppScopes.Webhooks);
        group.MapPost("/{id:guid}/notices/{notice:guid}/replay", async (Guid id, Guid notice, HttpContext http, KeepHooks hooks) =>
                await hooks.ReplayAsync(http.Caller().App, id, notice, KeepHooks.ActorOf(http.Caller().App!), http.RequestAborted) ? Results.Accepted() : Problems.NotFound("إشعار يمكن إرساله ثانية", "notice that could be sent again"))
            .WithSummary("Sends a notice again, with the same id.").Produces(202).ProducesProblem(404).Needs(AppScopes.Webhooks);
    }

    private static HookBody View(Hook h) => new(h.Id, h.Url, h.Events, h.At, h.EndedAt);
}

internal sealed record HookOrderBody
{
    [Description("https, and of the public network; for test keys of a sandbox any.")]
    public string? Url { get; init; }

    [Description("case.moved, bill.settled, document.issued, document.revoked.")]
    public IReadOnlyList<string>? Events { get; init; }
}

internal sealed record HookSecretBody(Guid Id, [property: Description("With which notices are signed (whsec_…). Keep it; it is given once.")] string Secret);

internal sealed record HookBody(Guid Id, string Url, IReadOnlyList<string> Events, DateTimeOffset At, DateTimeOffset? EndedAt);

internal sealed record NoticeBody(Guid Id, string Type, DateTimeOffset At, [property: Description("waiting, delivered or failed.")] string State, int Attempts, int? LastStatus, string? LastWhy, JsonNode? Body);
