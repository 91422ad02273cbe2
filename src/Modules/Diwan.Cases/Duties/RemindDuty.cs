using System.Globalization;
using System.Text.Json;
using Diwan.Cases.Book;
using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Diwan.Cases.Duties;

/// <summary>
/// Once a day, those are reminded whose bill or whose turn ends within two days, before it lapses. Each look begins where the one before ended, so
/// that a day without service leaves nobody out, and tells nobody twice.
/// </summary>
internal sealed class RemindDuty(IDbContextFactory<AppDbContext> databases, CaseBook book, MessageTemplates templates, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "case.reminders";

    /// <summary>ASSUMED: no source says how long before.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(2);

    private static readonly TimeOnly Hour = new(10, 0);

    public string Kind => DutyKind;

    /// <param name="From">Up to two days after this moment everybody was reminded.</param>
    private sealed record Look(DateTimeOffset From);

    /// <summary>Owes the next look, on the next day at ten in Amman.</summary>
    internal static void Owe(Change change)
    {
        var day = NationalCalendar.DateAt(change.Now).AddDays(1);
        change.Owe(new DutyOrder(
            DutyKind, change.NewId(), JsonSerializer.Serialize(new Look(change.Now), Change.Json), NationalCalendar.At(day, Hour),
            $"{DutyKind}:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", DutyLane.Watch));
    }

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var from = JsonSerializer.Deserialize<Look>(duty.PayloadJson, Change.Json)!.From + Before;
        var change = new Change(Actor.System(Kind), Channel.System, "reminding", time.GetUtcNow());
        var to = change.Now + Before;
        await using var db = await databases.CreateDbContextAsync(ct);
        var references = await db.Set<CaseRow>()
            .Where(c => c.EndedAt == null && (c.PublicState == PublicState.AwaitingPayment || c.PublicState == PublicState.YourTurn))
            .Select(c => c.Reference)
            .ToListAsync(ct);
        foreach (var reference in references)
        {
            if (await book.OpenAsync(reference, ct) is not { } open)
            {
                continue;
            }

            if (open.State.Bill is { PaidAt: null } bill && bill.ExpiresAt > from && bill.ExpiresAt <= to)
            {
                Remind(change, open, "reminder.bill", bill.ExpiresAt, ("bill", LocalizedText.Same(bill.Number)), ("amount", MoneyWords.Amount(bill.Total)));
            }

            if (open.State.YourTurn is { SentBack.Until: var until } && until > from && until <= to)
            {
                Remind(change, open, "reminder.turn", until);
            }
        }

        Owe(change);
        return new DutyOutcome.Done(change);
    }

    private void Remind(Change change, OpenCase open, string template, DateTimeOffset ends, params (string Name, LocalizedText Value)[] values)
    {
        var all = values.ToDictionary(v => v.Name, v => v.Value);
        all["reference"] = LocalizedText.Same(open.Row.Reference);
        all["until"] = LocalizedText.Same(NationalCalendar.DateAt(ends.AddTicks(-1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        SendMessage.Add(change, templates.Order(open.Row.PersonKey, CaseEffects.PhoneOf(open.Definition, open.State), open.Row.Reference, template, all));
    }
}

/// <summary>The first look is owed when a platform starts that has none; each look owes the next.</summary>
internal sealed class RemindersBegin(ChangeWriter writer, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var change = new Change(Actor.System(RemindDuty.DutyKind), Channel.System, "reminding", time.GetUtcNow());
        RemindDuty.Owe(change);
        var written = await writer.WriteAsync(change, cancellationToken);
        if (written is not ChangeResult.Duplicate)
        {
            written.OrThrow();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
