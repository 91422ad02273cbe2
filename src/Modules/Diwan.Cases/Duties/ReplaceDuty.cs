using System.Text.Json;
using Diwan.Cases.Book;
using Diwan.Cases.Papers;
using Diwan.Documents;
using Diwan.Engine.Documents;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Registries;

namespace Diwan.Cases.Duties;

/// <summary>
/// Issues a document of a case anew, as two officers decided: from what the case holds, or, to correct it, from what the registers say now. What the
/// document says comes from its template and the registers, never from an officer.
/// </summary>
internal sealed class ReplaceDuty(
    CaseBook book, IssueDocument documents, DocumentContents contents, RefusalLetters letters, RegisterClient registers, MessageTemplates templates, TimeProvider time) : IDutyHandler
{
    private const int Rounds = 5;

    public string Kind => ReplaceDocument.DutyKind;

    public Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct) => Seals.WaitForAsync(duty, () => ReplaceAsync(duty, ct));

    private async Task<DutyOutcome> ReplaceAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<ReplaceDocument>(duty.PayloadJson, Change.Json)!;
        if (await book.OpenAsync(order.Reference, ct) is not { } open)
        {
            return new DutyOutcome.Failed($"There is no case {order.Reference}.");
        }

        if (open.State.Documents.FirstOrDefault(d => d.Number == order.Number) is not { } old)
        {
            // A refusal's letter is no document of the process: it is written again from the case as it ended.
            var again = new Change(Actor.System(Kind), Channel.System, "document-replacing", time.GetUtcNow());
            return await letters.AddAsync(again, open, duty.Key, ct) is not null
                ? new DutyOutcome.Done(again)
                : new DutyOutcome.Failed($"Case {order.Reference} has no document {order.Number}.");
        }

        if (open.Definition.FindDocument(old.DocumentId) is not { } template)
        {
            return new DutyOutcome.Failed($"The service of case {order.Reference} has no template {old.DocumentId}.");
        }

        var state = open.State;
        if (order.Correct)
        {
            if (await ReadAgainAsync(open, ct) is not { } facts)
            {
                return new DutyOutcome.Again(TimeSpan.FromSeconds(Math.Min(600, 2 << Math.Min(duty.Attempt, 8))), "A register does not answer.");
            }

            state = state with { Facts = facts };
        }

        DateOnly? lastDay = null;
        var change = new Change(Actor.System(Kind), Channel.System, "document-replacing", time.GetUtcNow());
        var issued = await documents.AddAsync(
            change,
            new IssueDocument.Order(
                open.Row.Id,
                order.Reference,
                open.Row.PersonKey,
                old.DocumentId,
                open.Row.Institution,
                number =>
                {
                    var filled = DocumentFiller.Fill(open.Definition, template, state, number, change.Now);
                    lastDay = filled.ValidUntil;
                    return contents.Of(open.Definition, filled);
                },
                change.Now,
                duty.Key)
            {
                Assurance = open.Definition.Assurance,
            },
            ct);
        book.Add(open, new CaseCommand.DocumentReplaced(old.DocumentId, old.Number, issued.Number, order.Correct ? state.Facts : null), change);
        ExpiryDuty.Owe(change, open, issued.Number, lastDay);
        SendMessage.Add(change, templates.Order(
            open.Row.PersonKey, CaseEffects.PhoneOf(open.Definition, open.State), open.Row.Reference, "document.replaced",
            new Dictionary<string, LocalizedText> { ["document"] = LocalizedText.Same(issued.Number), ["old"] = LocalizedText.Same(order.Number) }));
        return new DutyOutcome.Done(change);
    }

    /// <summary>What the registers of the journey say now; null when one does not answer. What was read later, in the process, stays as it was read.</summary>
    private async Task<CaseFacts?> ReadAgainAsync(OpenCase open, CancellationToken ct)
    {
        var state = open.State;
        var facts = state.Facts.Ids.Where(id => state.Facts.TryGet(id, out var fact) && fact.Inputs is not null).Aggregate(state.Facts, (f, id) => f.Without(id));
        for (var round = 0; round < Rounds; round++)
        {
            var journey = Journey.Compute(open.Definition, state.Answers, facts, state.Applicant, state.Channel, time.GetUtcNow());
            if (journey.RegisterReads.Count == 0)
            {
                break;
            }

            foreach (var read in journey.RegisterReads)
            {
                switch (await registers.AskAsync(read.Register.Operation.Id, read.Inputs, new RegisterAsk(open.Row.PersonKey, open.Row.Reference, null), ct))
                {
                    case RegisterAnswer.Given given:
                        facts = facts.With(read.Register.Id, given.Body, time.GetUtcNow(), read.Inputs);
                        break;
                    case RegisterAnswer.Down:
                        return null;
                    default:
                        facts = facts.With(read.Register.Id, null, time.GetUtcNow(), read.Inputs);
                        break;
                }
            }
        }

        return facts;
    }
}

/// <summary>What happens to a person's document is told to them, in both languages, in the transaction in which it happens.</summary>
internal sealed class DocumentWords(CaseBook book, MessageTemplates templates) : INewsHandler<DocumentRevoked>
{
    public async Task HandleAsync(DocumentRevoked news, Change change, CancellationToken ct)
    {
        if (await book.OpenAsync(news.CaseId, ct) is { } open)
        {
            SendMessage.Add(change, templates.Order(
                open.Row.PersonKey, CaseEffects.PhoneOf(open.Definition, open.State), open.Row.Reference, "document.revoked",
                new Dictionary<string, LocalizedText> { ["document"] = LocalizedText.Same(news.Number) }));
        }
    }
}
