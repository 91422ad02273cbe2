using Diwan.Cases.Book;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>
/// An application becomes a case, with its bill, in one transaction. There is nothing left to send after paying.
/// </summary>
public sealed class SubmitApplication
{
    private static readonly TimeSpan FactsMayBe = TimeSpan.FromMinutes(10);

    private readonly OpenApplication _open;
    private readonly Offers _offers;
    private readonly CaseBook _book;
    private readonly ChangeWriter _writer;
    private readonly TimeProvider _time;

    internal SubmitApplication(OpenApplication open, Offers offers, CaseBook book, ChangeWriter writer, TimeProvider time) =>
        (_open, _offers, _book, _writer, _time) = (open, offers, book, writer, time);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Submitted(string Reference, bool AwaitsPayment) : Result;

        public sealed record NotFound : Result;

        /// <summary>Something is missing, does not fit, or the rules refuse it; the view says what.</summary>
        public sealed record NotReady(ApplicationView View) : Result;

        public sealed record Refused(LocalizedText Why) : Result;

        /// <summary>The person has to show by a higher level who they are. The draft is kept as it is.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;

        /// <summary>What is owed changed since the person last looked: shown again before anything is filed.</summary>
        public sealed record PriceChanged(Money Was, Money Is) : Result;
    }

    /// <param name="agreed">The total the person saw; null to take what it is.</param>
    public async Task<Result> RunAsync(Guid id, string personKey, Actor actor, Money? agreed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        for (var attempt = 1; ; attempt++)
        {
            var row = await _open.FindAsync(id, personKey, ct);
            if (row is { State: ApplicationState.Submitted })
            {
                // Pressed twice: the same case, not a second one.
                return new Result.Submitted(row.Reference!, false);
            }

            if (row is not { State: ApplicationState.Draft })
            {
                return new Result.NotFound();
            }

            var now = _time.GetUtcNow();
            var view = await _open.ViewAsync(row, null, now - FactsMayBe, ct, now);
            if (!actor.Reaches(view.Definition.Assurance))
            {
                return new Result.NeedsAssurance(view.Definition.Assurance);
            }

            if (!view.Journey.IsComplete || view.Journey.Refusals.Count > 0 || view.Down.Count > 0)
            {
                return new Result.NotReady(view);
            }

            // Taken back since it was begun: the draft is kept for the day it is opened again.
            if (!await _offers.GivesAsync(view.Definition, row.Channel, personKey, now, ct))
            {
                return new Result.Refused(new(
                    "الخدمة غير متاحة بهذه الطريقة الآن. إجاباتك محفوظة، وتقدمها حين تُتاح.",
                    "The service is not open by this way now. Your answers are kept; submit them when it opens."));
            }

            var change = new Change(actor, row.Channel, "case-submitting", now);
            var reference = CaseReference.New();
            var submit = new CaseCommand.Submit(reference, view.Applicant, row.Channel, view.Answers, view.Facts) { Journey = view.Journey };
            switch (_book.AddNew(view.Definition, personKey, submit, change, row.Exemption, row.Site))
            {
                case CaseOutcome.Accepted accepted when agreed is { } seen && seen != accepted.State.Fees.Total:
                    return new Result.PriceChanged(seen, accepted.State.Fees.Total);
                case CaseOutcome.Accepted accepted:
                    row.State = ApplicationState.Submitted;
                    row.Reference = reference.Value;
                    row.ChangedAt = now;
                    change.Update(row, nameof(row.State), nameof(row.Reference), nameof(row.ChangedAt));
                    var result = await _writer.WriteAsync(change, ct);
                    if (result.IsWritten)
                    {
                        return new Result.Submitted(reference.Value, accepted.State.Bill is not null);
                    }

                    if (attempt >= 5)
                    {
                        result.OrThrow();
                    }

                    break;
                case CaseOutcome.Refused refused:
                    return new Result.Refused(refused.Message);
                default:
                    return new Result.NotFound();
            }
        }
    }
}
