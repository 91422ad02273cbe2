using System.Security.Cryptography;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Messages;

/// <summary>
/// Takes messages to their readers. Which means are used is decided and written down before anything is handed over; so, should the process end
/// between a gateway's answer and our commit, the delivery is known to be in doubt, and is not handed over again before the gateway has had
/// the time to report on it.
/// </summary>
internal sealed class DispatchDuty(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, SmsGateways gateways, MailServer mail, IOptions<MessagesOptions> options, TimeProvider time,
    LanguagesOfPeople? languagesOf = null) : IBatchDutyHandler
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Before this moment nobody was here to take a report.</summary>
    private readonly DateTimeOffset _upSince = time.GetUtcNow();

    public string Kind => SendMessage.DutyKind;

    public IReadOnlyList<Task<DutyOutcome>> CarryOut(IReadOnlyList<Duty> duties, CancellationToken ct)
    {
        var all = AllAsync(duties, ct);
        return [.. duties.Select(async duty => (await all)[duty.SubjectId]())];
    }

    private async Task<Dictionary<Guid, Func<DutyOutcome>>> AllAsync(IReadOnlyList<Duty> duties, CancellationToken ct)
    {
        var ids = duties.Select(duty => duty.SubjectId).Distinct().ToArray();
        var plan = await PlanAsync(ids, ct);
        var handed = await HandOverAsync(plan, ct);

        // What was handed over is written down even when the time for it is over.
        await WriteDownAsync(handed, CancellationToken.None);
        var byMessage = handed.ToLookup(h => h.Row.MessageId);
        return ids.ToDictionary(id => id, id => plan.Later.TryGetValue(id, out var wait)
            ? () => new DutyOutcome.Again(wait.After, wait.Why)
            : (Func<DutyOutcome>)(() => OutcomeOf(byMessage[id])));
    }

    private DutyOutcome OutcomeOf(IEnumerable<(DeliveryRow Row, Handover Result)> deliveries)
    {
        var results = deliveries.Select(d => d.Result).ToList();
        return results.OfType<Handover.NotTaken>().FirstOrDefault() is { } failed ? throw new HttpRequestException(failed.Why)
            : results.OfType<Handover.InDoubt>().FirstOrDefault() is { } doubt ? new DutyOutcome.Again(options.Value.Doubt, doubt.Why)
            : new DutyOutcome.Done();
    }

    /// <param name="Later">Messages that wait, and until when.</param>
    private sealed record Plan(
        Dictionary<Guid, MessageRow> Messages, List<DeliveryRow> ToHand, List<DeliveryRow> InDoubt, Dictionary<Guid, (TimeSpan After, string Why)> Later);

    private async Task<Plan> PlanAsync(Guid[] ids, CancellationToken ct)
    {
        var change = new Change(Actor.System(Kind), Channel.System, "message-dispatching", time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        var messages = await db.Set<MessageRow>().Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var existing = (await db.Set<DeliveryRow>().Where(d => ids.Contains(d.MessageId)).ToListAsync(ct)).ToLookup(d => d.MessageId);
        var plan = new Plan(messages, [], [], []);
        var fresh = messages.Values.Where(m => !existing[m.Id].Any()).OrderBy(m => m.At).ThenBy(m => m.Id).ToList();
        var known = await KnownAsync(db, fresh, change.Now, ct);
        foreach (var message in fresh)
        {
            var preference = message.PersonKey is { } key ? known.Preferences.GetValueOrDefault(key) : null;
            if (message.Pace == Pace.Daytime && QuietHours.Left(preference?.QuietFrom ?? options.Value.QuietFrom, preference?.QuietTo ?? options.Value.QuietTo, change.Now) is { } left)
            {
                plan.Later[message.Id] = (left, "It waits for the end of the quiet hours.");
                continue;
            }

            foreach (var delivery in Choose(message, preference, known, change))
            {
                change.Insert(delivery);
                if (delivery.Means == Means.Push)
                {
                    // Each device has a push service of its own, slow or not.
                    if (delivery.State == DeliveryState.Queued)
                    {
                        change.Owe(PushDuty.Order(delivery));
                    }
                }
                else if (delivery.State == DeliveryState.Handing)
                {
                    plan.ToHand.Add(delivery);
                }
            }
        }

        foreach (var delivery in existing.SelectMany(d => d).Where(d => d.Means != Means.Push))
        {
            if (delivery.State == DeliveryState.Queued)
            {
                (delivery.State, delivery.HandingAt) = (DeliveryState.Handing, change.Now);
                change.Update(delivery);
                plan.ToHand.Add(delivery);
            }
            else if (delivery.State == DeliveryState.Handing)
            {
                plan.InDoubt.Add(delivery);
            }
        }

        await SettleDoubtsAsync(plan, change, ct);
        if (!change.IsEmpty)
        {
            // A report that came in between, or another node: everything is read afresh with the next attempt.
            (await writer.WriteAsync(change, ct)).OrThrow();
        }

        return plan;
    }

    /// <summary>
    /// A delivery in doubt is handed over again once the gateway has been answering for long enough without reporting on it. While it does not
    /// answer the time begins anew: what it has stored it reports when it is back.
    /// </summary>
    private async Task SettleDoubtsAsync(Plan plan, Change change, CancellationToken ct)
    {
        bool? gatewaysAnswer = null;
        foreach (var delivery in plan.InDoubt)
        {
            var left = (delivery.HandingAt > _upSince ? delivery.HandingAt : _upSince) + options.Value.Doubt - change.Now;
            var answers = delivery.Means != Means.Sms || (gatewaysAnswer ??= await gateways.AnswerAsync(ct));
            if (answers && left <= TimeSpan.Zero)
            {
                delivery.HandingAt = change.Now;
                change.Update(delivery);
                plan.ToHand.Add(delivery);
                continue;
            }

            if (!answers)
            {
                delivery.HandingAt = change.Now;
                change.Update(delivery);
                left = options.Value.Doubt;
            }

            plan.Later[delivery.MessageId] = (left, "It is not known whether the gateway took it.");
        }
    }

    private sealed record Known(
        Dictionary<string, PreferenceRow> Preferences, IReadOnlyDictionary<string, Language> Languages, HashSet<string> Stopped, ILookup<string, Guid> Devices,
        Dictionary<string, (int Count, long Fils)> Sent);

    private async Task<Known> KnownAsync(AppDbContext db, List<MessageRow> messages, DateTimeOffset now, CancellationToken ct)
    {
        var people = messages.Select(m => m.PersonKey).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var phones = messages.Select(m => m.Phone).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var devices = people.Length == 0 || options.Value.Push is null ? []
            : await db.Set<PushDeviceRow>().Where(d => people.Contains(d.PersonKey)).Select(d => new { d.PersonKey, d.Id }).ToListAsync(ct);
        var since = now - Day;
        string[] limited = [.. phones, .. devices.Select(d => AddressOf(d.Id))];
        var sent = limited.Length == 0 ? [] : await db.Set<DeliveryRow>()
            .Where(d => limited.Contains(d.To) && d.At > since && d.State != DeliveryState.Failed)
            .GroupBy(d => d.To)
            .Select(g => new { g.Key, Count = g.Count(), Parts = g.Sum(d => d.Parts) })
            .ToListAsync(ct);
        return new(
            people.Length == 0 ? [] : await db.Set<PreferenceRow>().Where(p => people.Contains(p.PersonKey)).ToDictionaryAsync(p => p.PersonKey, ct),
            people.Length == 0 || languagesOf is null ? new Dictionary<string, Language>() : await languagesOf(people, ct),
            phones.Length == 0 ? [] : await db.Set<StoppedPhoneRow>().Where(s => phones.Contains(s.Phone)).Select(s => s.Phone).ToHashSetAsync(ct),
            devices.ToLookup(d => d.PersonKey, d => d.Id, StringComparer.Ordinal),
            sent.ToDictionary(s => s.Key, s => (s.Count, s.Parts * options.Value.PartPrice)));
    }

    /// <summary>The deliveries of a message by the means its reader chose. One that may not be sent is written down as failed, with its reason.</summary>
    private IEnumerable<DeliveryRow> Choose(MessageRow message, PreferenceRow? preference, Known known, Change change)
    {
        var language = message.Language ?? (message.PersonKey is { } key && known.Languages.TryGetValue(key, out var chosen) ? chosen : Language.Arabic);
        if (message.Phone is { } phone && preference is null or { BySms: true })
        {
            var parts = SmsParts.Of(SmsText.Of(message.Text.In(language), language)).Parts;
            var cost = parts * options.Value.PartPrice;
            var (count, fils) = known.Sent.GetValueOrDefault(phone);
            DeliveryFailure? failure = message.IsAnswer ? null
                : known.Stopped.Contains(phone) ? DeliveryFailure.Stopped
                : count >= options.Value.PerRecipientPerDay || fils + cost > options.Value.CostPerRecipientPerDay ? DeliveryFailure.RecipientLimit
                : null;
            if (failure is null)
            {
                known.Sent[phone] = (count + 1, fils + cost);
            }

            yield return Delivery(Means.Sms, phone, failure, parts, new Money(cost));
        }

        if ((message.Email ?? (mail.IsThere && preference is { ByEmail: true, EmailConfirmedAt: not null } ? preference.Email : null)) is { } address)
        {
            yield return Delivery(Means.Email, address, null, 0, Money.Zero);
        }

        foreach (var device in preference is { ByPush: false } || message.PersonKey is null ? [] : known.Devices[message.PersonKey])
        {
            var count = known.Sent.GetValueOrDefault(AddressOf(device)).Count;
            var isFull = count >= options.Value.Push!.PerDevicePerDay;
            known.Sent[AddressOf(device)] = (isFull ? count : count + 1, 0);
            yield return Delivery(Means.Push, AddressOf(device), isFull ? DeliveryFailure.RecipientLimit : null, 0, Money.Zero);
        }

        DeliveryRow Delivery(Means means, string to, DeliveryFailure? failure, int parts, Money cost) => new()
        {
            Id = change.NewId(),
            MessageId = message.Id,
            Means = means,
            To = to,
            Language = language,
            State = failure is not null ? DeliveryState.Failed : means == Means.Push ? DeliveryState.Queued : DeliveryState.Handing,
            Failure = failure,
            EndedAt = failure is null ? null : change.Now,
            Parts = parts,
            Cost = failure is null ? cost : Money.Zero,
            At = change.Now,
            HandingAt = change.Now,
            ReportKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
    }

    /// <summary>How a device stands in a delivery.</summary>
    private static string AddressOf(Guid device) => device.ToString("N");

    private async Task<IReadOnlyList<(DeliveryRow Row, Handover Result)>> HandOverAsync(Plan plan, CancellationToken ct)
    {
        using var gate = new SemaphoreSlim(options.Value.AtOnce);
        return await Task.WhenAll(plan.ToHand.Select(async delivery =>
        {
            var message = plan.Messages[delivery.MessageId];
            await gate.WaitAsync(CancellationToken.None);
            try
            {
                // The time is over before it was begun: certainly not taken.
                return (delivery, ct.IsCancellationRequested ? new Handover.NotTaken("The node was stopped.") : delivery.Means == Means.Sms
                    ? await gateways.SendAsync(new Sms(delivery.Id, delivery.ReportKey, delivery.To, SmsText.Of(message.Text.In(delivery.Language), delivery.Language)), ct)
                    : await mail.SendAsync(
                        new Mail(delivery.Id, delivery.To, delivery.Language, message.Subject?.In(delivery.Language) ?? MailWords.Subject(message.Reference).In(delivery.Language), message.Text.In(delivery.Language)), ct));
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    /// <summary>All together; where a report has overtaken one, each by itself, read afresh: what the network says is not undone.</summary>
    private async Task WriteDownAsync(IReadOnlyList<(DeliveryRow Row, Handover Result)> handed, CancellationToken ct)
    {
        var change = new Change(Actor.System(Kind), Channel.System, "message-sending", time.GetUtcNow());
        foreach (var (row, result) in handed)
        {
            if (Apply(row, result, change.Now))
            {
                change.Update(row);
            }
        }

        if (change.IsEmpty || (await writer.WriteAsync(change, ct)).IsWritten)
        {
            return;
        }

        foreach (var (row, result) in handed)
        {
            for (var tries = 0; tries < 5; tries++)
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var again = new Change(Actor.System(Kind), Channel.System, "message-sending", time.GetUtcNow());
                if (await db.Set<DeliveryRow>().SingleOrDefaultAsync(d => d.Id == row.Id, ct) is not { } now || !Apply(now, result, again.Now))
                {
                    break;
                }

                again.Update(now);
                if ((await writer.WriteAsync(again, ct)).IsWritten)
                {
                    break;
                }
            }
        }
    }

    /// <summary>False when there is nothing to write: it is in doubt, or the gateway's report came first.</summary>
    private static bool Apply(DeliveryRow row, Handover result, DateTimeOffset now)
    {
        if (result is Handover.Taken taken && row.State is not DeliveryState.Handing && row.Sender is null)
        {
            row.Sender = taken.Sender;
            return true;
        }

        if (row.State != DeliveryState.Handing)
        {
            return false;
        }

        switch (result)
        {
            case Handover.Taken by:
                (row.State, row.Sender, row.HandedAt) = (DeliveryState.Handed, by.Sender, now);
                return true;
            case Handover.Refused:
                (row.State, row.Failure, row.EndedAt) = (DeliveryState.Failed, DeliveryFailure.Refused, now);
                return true;
            case Handover.NotTaken:
                row.State = DeliveryState.Queued;
                return true;
            default:
                return false;
        }
    }
}

/// <summary>A message that was tried for as long as duties are: its deliveries have failed.</summary>
internal sealed class DispatchGivenUp(IDbContextFactory<AppDbContext> contexts) : INewsHandler<DutyGivenUp>
{
    public async Task HandleAsync(DutyGivenUp news, Change change, CancellationToken ct)
    {
        if (news.Duty.Kind is not (SendMessage.DutyKind or PushDuty.DutyKind))
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var (of, isNotice) = (news.Duty.SubjectId, news.Duty.Kind == PushDuty.DutyKind);
        foreach (var row in await db.Set<DeliveryRow>()
            .Where(d => d.State == DeliveryState.Queued && (isNotice ? d.Id == of : d.MessageId == of && d.Means != Means.Push)).ToListAsync(ct))
        {
            (row.State, row.Failure, row.EndedAt) = (DeliveryState.Failed, DeliveryFailure.GivenUp, change.Now);
            change.Update(row);
        }
    }
}

internal static class QuietHours
{
    /// <summary>How long the quiet hours still last at a moment; null outside them. The same hour twice: there are none.</summary>
    internal static TimeSpan? Left(int from, int to, DateTimeOffset now)
    {
        var local = NationalCalendar.ToAmman(now);
        var quiet = from < to ? local.Hour >= from && local.Hour < to : from > to && (local.Hour >= from || local.Hour < to);
        if (!quiet)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local.DateTime);
        return NationalCalendar.At(local.Hour < to ? day : day.AddDays(1), new TimeOnly(to, 0)) - now;
    }
}

internal static class MailWords
{
    /// <summary>Of a message that has no subject of its own. The text tells what it is about; a subject is seen by whoever looks over a shoulder.</summary>
    internal static LocalizedText Subject(string reference) => new($"رسالة من ديوان ({reference})", $"A message from Diwan ({reference})");
}
