using System.Text.Json;
using Diwan.Cases;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Apps.Webhooks;

/// <summary>Something that apps may have to be told. It names nobody but by the key of the person, and that is not sent.</summary>
/// <param name="PersonKey">Null of a bill: its payer is looked up.</param>
internal sealed record Announcement(string Type, string? PersonKey, string? Reference, string? Service, string? State, string? Number);

/// <summary>
/// Leaves, in the change in which something happens, the duty to tell apps of it. While no app wants to be told of anything, nothing is left: the path on which cases move stays as short as it was.
/// </summary>
internal sealed class Announcer(HookWatch watch)
{
    internal const string DutyKind = "app.announce";

    internal void OnCase(CaseMove move, Change change)
    {
        if (!watch.AnyHooks)
        {
            return;
        }

        if (move.Before != move.State)
        {
            Owe(change, move.CaseId, new(HookEvents.CaseMoved, move.PersonKey, move.Reference, move.Service, move.State.Code(), null));
        }

        foreach (var number in move.Issued)
        {
            Owe(change, move.CaseId, new(HookEvents.DocumentIssued, move.PersonKey, move.Reference, move.Service, null, number));
        }
    }

    internal void Owe(Change change, Guid subject, Announcement announcement)
    {
        if (watch.AnyHooks)
        {
            change.Owe(new DutyOrder(DutyKind, subject, JsonSerializer.Serialize(announcement, Change.Json), change.Now, $"{DutyKind}:{change.NewId():N}", DutyLane.Notice));
        }
    }
}

internal sealed class MoneyNews(Announcer announcer) : INewsHandler<BillSettled>
{
    public Task HandleAsync(BillSettled news, Change change, CancellationToken ct)
    {
        announcer.Owe(change, news.SubjectId, new(HookEvents.BillSettled, null, news.Reference, null, null, news.Number.Value));
        return Task.CompletedTask;
    }
}

internal sealed class DocumentNews(Announcer announcer) : INewsHandler<DocumentRevoked>
{
    public Task HandleAsync(DocumentRevoked news, Change change, CancellationToken ct)
    {
        announcer.Owe(change, news.CaseId, new(HookEvents.DocumentRevoked, news.PersonKey, null, null, null, news.Number));
        return Task.CompletedTask;
    }
}

/// <summary>Finds the apps that a person allowed to know of it, and leaves one notice for each address of theirs.</summary>
internal sealed class AnnounceDuty(IDbContextFactory<AppDbContext> contexts, FindBill bills, ReadMyDocument documents, ReadCase cases, TimeProvider time) : IDutyHandler
{
    public string Kind => Announcer.DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var news = JsonSerializer.Deserialize<Announcement>(duty.PayloadJson, Change.Json)!;
        var (person, institution, reference) = (news.PersonKey, news.Service?.Split('/')[0], news.Reference);
        if (news.Type == HookEvents.BillSettled)
        {
            var bill = await bills.ByNumberAsync(news.Number!, ct);
            (person, institution) = (bill?.PayerKey, bill?.Institution);
        }
        else if (news.Type == HookEvents.DocumentRevoked)
        {
            reference = (await documents.RunAsync(news.Number!, person!, ct))?.Document.Reference;
            institution = reference is null ? null : (await cases.TrackAsync(reference, ct))?.Definition.Id.Institution;
        }

        if (person is null)
        {
            return new DutyOutcome.Done();
        }

        var now = time.GetUtcNow();
        var scope = HookEvents.Needs[news.Type];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var allowed = await db.Set<GrantRow>().StandingAt(now).Where(g => g.Subject == person)
            .Join(db.Set<ClientRow>(), g => g.ApplicationId, k => k.Id, (g, k) => new { g.Scopes, k.ClientId, k.AppId })
            .Join(db.Set<AppRow>(), x => x.AppId, a => a.Id, (x, a) => new { x.Scopes, x.ClientId, a.Institution })
            .ToListAsync(ct);
        var keys = allowed.Where(a => KeepApps.Texts(a.Scopes).Contains(scope) && (a.Institution is null || a.Institution == institution)).Select(a => a.ClientId!).Distinct().ToList();
        if (keys.Count == 0)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System("app-announcing"), Channel.System, "app-announcing", now);
        foreach (var hook in await db.Set<HookRow>().Where(h => keys.Contains(h.ClientId) && h.EndedAt == null).ToListAsync(ct))
        {
            if (hook.Events.Split(' ').Contains(news.Type))
            {
                KeepHooks.Add(change, hook.Id, news.Type, new { reference = string.IsNullOrEmpty(reference) ? null : reference, news.Service, news.State, news.Number });
            }
        }

        return new DutyOutcome.Done(change.IsEmpty ? null : change);
    }
}

/// <summary>Sends one notice. Tried again with growing pauses for about three days; then a person, or the app, may have it sent again.</summary>
internal sealed class NotifyDuty(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, KeepHooks hooks, IHttpClientFactory http, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "app.notify";

    /// <summary>As Standard Webhooks recommends.</summary>
    internal static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    public string Kind => DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<NoticeRow>().SingleOrDefaultAsync(n => n.Id == duty.SubjectId && n.State == NoticeState.Waiting, ct) is not { } notice
            || await db.Set<HookRow>().SingleOrDefaultAsync(h => h.Id == notice.HookId, ct) is not { } hook
            || await db.Set<ClientRow>().Where(k => k.ClientId == hook.ClientId).SingleOrDefaultAsync(ct) is not { } key)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(DutyKind), Channel.System, "app-notifying", time.GetUtcNow());
        if (hook.EndedAt is not null || key.EndedAt is not null)
        {
            return new DutyOutcome.Done(End(change, notice, NoticeState.Failed, null, "The subscription or its key has ended."));
        }

        var (status, why) = await SendAsync(hook, key, notice, ct);
        notice.Attempts++;
        if (status is >= 200 and < 300)
        {
            return new DutyOutcome.Done(End(change, notice, NoticeState.Delivered, status, null));
        }

        if (status == 410)
        {
            hook.EndedAt = change.Now;
            change.Update(hook);
            return new DutyOutcome.Done(End(change, notice, NoticeState.Failed, status, "The address is gone: the subscription is ended."));
        }

        if (notice.Attempts > Pauses.Length)
        {
            return new DutyOutcome.Done(End(change, notice, NoticeState.Failed, status, why));
        }

        (notice.LastStatus, notice.LastWhy) = (status, why);
        change.Update(notice);
        await writer.WriteAsync(change, ct);
        return new DutyOutcome.Again(Pauses[notice.Attempts - 1], why);
    }

    private static Change End(Change change, NoticeRow notice, NoticeState state, int? status, string? why)
    {
        (notice.State, notice.LastStatus, notice.LastWhy, notice.EndedAt) = (state, status, why, change.Now);
        change.Update(notice);
        return change;
    }

    private async Task<(int? Status, string Why)> SendAsync(HookRow hook, ClientRow key, NoticeRow notice, CancellationToken ct)
    {
        var sandbox = hooks.IsSandbox(key.Kind);
        if (HookAddress.Fault(hook.Url, sandbox) is { } fault)
        {
            return (null, fault.En);
        }

        var (id, at) = ($"msg_{notice.Id:N}", time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new StringContent(notice.Body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.Id, id);
        request.Headers.Add(WebhookSignature.Timestamp, at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.Signature, WebhookSignature.Sign(hooks.SecretOf(hook.Id), id, at, notice.Body));
        request.Headers.UserAgent.ParseAdd("Diwan-Webhooks/1");
        try
        {
            // What it answers beside the status is not read.
            using var client = http.CreateClient(sandbox ? HookAddress.SandboxHttp : HookAddress.Http);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return ((int)answer.StatusCode, $"It answered {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (null, e is OperationCanceledException ? "It did not answer in time." : e.Message[..Math.Min(200, e.Message.Length)]);
        }
    }
}
