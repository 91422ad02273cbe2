using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>Opens a cashier's shift, counts and closes it, or hands the drawer over to a colleague.</summary>
public sealed class WorkShift(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 6;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Done(Guid ShiftId) : Result;

        /// <summary>The cashier has a drawer already.</summary>
        public sealed record HasShift(Guid ShiftId) : Result;

        /// <summary>No such shift, not this cashier's, or not in a state for that.</summary>
        public sealed record NotFound : Result;

        /// <summary>More or less is in the drawer than must be, and nobody said why.</summary>
        public sealed record ReasonMissing(Money Expected, Money Difference) : Result;

        /// <summary>Who takes over counted another sum. Count again together.</summary>
        public sealed record CountsDiffer(Money Offered) : Result;

        /// <summary>An amount below zero.</summary>
        public sealed record WrongAmount : Result;
    }

    /// <param name="organisation">The institution or partner whose counter it is.</param>
    /// <param name="start">What is in the drawer at the start, out of the safe.</param>
    public async Task<Result> OpenAsync(Actor cashier, string organisation, Money start, CancellationToken ct)
    {
        if (start < Money.Zero)
        {
            return new Result.WrongAmount();
        }

        var change = New(cashier, "shift-opening");
        var shift = Add(change, cashier, organisation, start, null);
        if (start > Money.Zero)
        {
            Post(change, shift, "open", LedgerAccounts.FloatOf(shift.Id), LedgerAccounts.SafeOf(organisation), start);
        }

        return await writer.WriteAsync(change, ct) is ChangeResult.Written
            ? new Result.Done(shift.Id)
            : new Result.HasShift(await OpenOfAsync(cashier.Id, ct) ?? throw new InvalidOperationException("The shift was neither opened nor there."));
    }

    /// <summary>The drawer is counted and its money goes to the safe.</summary>
    public Task<Result> CloseAsync(Guid id, Actor cashier, Money counted, string? reason, CancellationToken ct) =>
        ActAsync(id, cashier, counted, reason, "shift-closing", ShiftState.Open, (shift, change) =>
        {
            Count(change, shift, counted, reason);
            if (counted > Money.Zero)
            {
                Post(change, shift, "close", LedgerAccounts.SafeOf(shift.Organisation), LedgerAccounts.FloatOf(shift.Id), counted);
            }

            End(change, shift);
        }, ct);

    /// <summary>The drawer is counted and offered to a colleague.</summary>
    public Task<Result> OfferAsync(Guid id, Actor cashier, Money counted, string? reason, string colleagueKey, CancellationToken ct) =>
        colleagueKey == cashier.Id
            ? Task.FromResult<Result>(new Result.NotFound())
            : ActAsync(id, cashier, counted, reason, "shift-offering", ShiftState.Open, (shift, change) =>
            {
                Count(change, shift, counted, reason);
                shift.State = ShiftState.Offered;
                shift.OfferedTo = colleagueKey;
                change.Record(shift.Chain, "shift-offered", new { shift = shift.Id, counted = counted.Fils, to = colleagueKey });
            }, ct);

    /// <summary>The cashier takes an offered drawer back, as when the colleague does not come.</summary>
    public Task<Result> TakeBackAsync(Guid id, Actor cashier, CancellationToken ct) =>
        ActAsync(id, cashier, null, null, "shift-taking-back", ShiftState.Offered, (shift, change) =>
        {
            shift.State = ShiftState.Open;
            shift.OfferedTo = null;
            change.Record(shift.Chain, "shift-taken-back", new { shift = shift.Id });
        }, ct);

    /// <summary>The colleague counts the offered drawer too. If both counted the same it is theirs; else both count again.</summary>
    public async Task<Result> AcceptAsync(Guid id, Actor colleague, Money counted, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<ShiftRow>().FirstOrDefaultAsync(x => x.Id == id, ct) is not { State: ShiftState.Offered } shift || shift.OfferedTo != colleague.Id)
            {
                return new Result.NotFound();
            }

            if (counted != shift.Cash)
            {
                return new Result.CountsDiffer(shift.Cash);
            }

            var change = New(colleague, "shift-accepting");
            var next = Add(change, colleague, shift.Organisation, counted, shift.Id);
            if (counted > Money.Zero)
            {
                Post(change, next, "hand-over", LedgerAccounts.FloatOf(next.Id), LedgerAccounts.FloatOf(shift.Id), counted);
            }

            End(change, shift);
            change.Update(shift);
            switch (await writer.WriteAsync(change, ct))
            {
                case ChangeResult.Written:
                    return new Result.Done(next.Id);
                case ChangeResult.Duplicate when await OpenOfAsync(colleague.Id, ct) is { } open:
                    return new Result.HasShift(open);
                case var result when attempt == Tries:
                    result.OrThrow();
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A supervisor has looked at what was too much or too little. Never one's own shift.</summary>
    /// <param name="organisations">Whose shifts the supervisor may look at.</param>
    public async Task<Result> ReviewAsync(Guid id, Actor supervisor, IReadOnlyCollection<string> organisations, string note, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(note))
        {
            return new Result.ReasonMissing(Money.Zero, Money.Zero);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ShiftRow>().FirstOrDefaultAsync(x => x.Id == id, ct) is not { State: ShiftState.Closed, ReviewedBy: null } shift
            || !organisations.Contains(shift.Organisation) || shift.CashierKey == supervisor.Id)
        {
            return new Result.NotFound();
        }

        var change = New(supervisor, "shift-reviewing");
        (shift.ReviewedBy, shift.ReviewedByName, shift.ReviewedAt, shift.ReviewNote) = (supervisor.Id, supervisor.Name, change.Now, note.Trim());
        change.Update(shift);
        change.Record(shift.Chain, "shift-reviewed", new { shift = shift.Id, note = shift.ReviewNote });
        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? new Result.Done(id) : new Result.NotFound();
    }

    private async Task<Result> ActAsync(
        Guid id, Actor cashier, Money? counted, string? reason, string process, ShiftState needed, Action<ShiftRow, Change> act, CancellationToken ct)
    {
        if (counted is { } sum && sum < Money.Zero)
        {
            return new Result.WrongAmount();
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<ShiftRow>().FirstOrDefaultAsync(x => x.Id == id, ct) is not { } shift || shift.State != needed || shift.CashierKey != cashier.Id)
            {
                return new Result.NotFound();
            }

            if (counted is { } found && found != shift.Cash && (reason is null || reason.Trim().Length < 3))
            {
                return new Result.ReasonMissing(shift.Cash, found - shift.Cash);
            }

            var change = New(cashier, process);
            act(shift, change);
            change.Update(shift);
            var result = await writer.WriteAsync(change, ct);
            if (result.IsWritten)
            {
                return new Result.Done(id);
            }

            if (attempt == Tries)
            {
                result.OrThrow();
            }
        }
    }

    private Change New(Actor who, string process) => new(who, Channel.Counter, process, time.GetUtcNow());

    private static ShiftRow Add(Change change, Actor cashier, string organisation, Money start, Guid? from)
    {
        var id = change.NewId();
        var shift = new ShiftRow
        {
            Id = id,
            Organisation = organisation,
            CashierKey = cashier.Id,
            CashierName = cashier.Name,
            OpenKey = cashier.Id,
            State = ShiftState.Open,
            OpenedAt = change.Now,
            AtStart = start,
            Cash = start,
            From = from,
            Chain = Chain.Start(id),
        };
        change.Insert(shift);
        change.Record(shift.Chain, "shift-opened", new { shift = id, organisation, start = start.Fils, from });
        return shift;
    }

    /// <summary>What was counted becomes what is there; the difference is booked, with its reason, and is not made to vanish.</summary>
    private static void Count(Change change, ShiftRow shift, Money counted, string? reason)
    {
        var difference = counted - shift.Cash;
        var (drawer, account) = (LedgerAccounts.FloatOf(shift.Id), LedgerAccounts.OverShortOf(shift.Organisation));
        if (difference > Money.Zero)
        {
            Post(change, shift, $"over:{shift.Version}", drawer, account, difference);
        }
        else if (difference < Money.Zero)
        {
            Post(change, shift, $"short:{shift.Version}", account, drawer, -difference);
        }

        shift.Difference += difference;
        shift.Counted = counted;
        shift.Cash = counted;
        if (!difference.IsZero)
        {
            shift.Reason = shift.Reason is null ? reason!.Trim() : $"{shift.Reason}\n{reason!.Trim()}";
            change.Record(shift.Chain, "shift-difference", new { shift = shift.Id, counted = counted.Fils, difference = difference.Fils, reason });
        }
    }

    private static void End(Change change, ShiftRow shift)
    {
        shift.State = ShiftState.Closed;
        shift.OpenKey = null;
        shift.ClosedAt = change.Now;
        change.Record(shift.Chain, "shift-closed", new { shift = shift.Id, cash = shift.Cash.Fils, difference = shift.Difference.Fils });
    }

    private static void Post(Change change, ShiftRow shift, string what, string debit, string credit, Money amount) =>
        LedgerAccounts.Post(change, $"shift:{shift.Id:N}:{what}", debit, credit, amount, "", "");

    private async Task<Guid?> OpenOfAsync(string cashier, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ShiftRow>().Where(x => x.OpenKey == cashier).Select(x => (Guid?)x.Id).FirstOrDefaultAsync(ct);
    }
}
