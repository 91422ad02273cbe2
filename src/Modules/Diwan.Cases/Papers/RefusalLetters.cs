using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Accounts;
using Diwan.Cases.Book;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Engine.Papers;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.Papers;

/// <summary>The sealed letter to an applicant whose case was refused: why, and what they can do; in the language they are written to in.</summary>
internal sealed class RefusalLetters(IssueDocument documents, DocumentContents contents, PublishedServices services, FindAccount accounts)
{
    /// <summary>Adds the letter to the change; a second one supersedes the first.</summary>
    /// <returns>Null when the case was not refused, or there is no template.</returns>
    /// <exception cref="SealUnavailableException">Keys or time-stamps are out of reach.</exception>
    internal async Task<IssueDocument.Issued?> AddAsync(Change change, OpenCase open, string key, CancellationToken ct)
    {
        var papers = services.Catalogue.Papers;
        if (open.State.End != PublicState.Refused || papers.Find(PaperKinds.RefusalLetter) is not { } template)
        {
            return null;
        }

        var person = open.Row.PersonKey;
        var language = (await accounts.LanguagesAsync([person], ct)).GetValueOrDefault(person, Language.Arabic);
        var values = Values(open, language);
        return await documents.AddAsync(
            change,
            new IssueDocument.Order(
                open.Row.Id,
                open.Row.Reference,
                person,
                template.Id,
                open.Row.Institution,
                number => contents.OfPaper(papers, open.Row.Institution, PaperFiller.Fill(papers, template, values, number, change.Now)),
                change.Now,
                key)
            {
                Assurance = open.Definition.Assurance,
            },
            ct);
    }

    private static JsonObject Values(OpenCase open, Language language)
    {
        var (definition, state) = (open.Definition, open.State);
        var (why, remedy) = (CaseWords.Reason(definition, state), CaseWords.Remedy(definition, state));
        var unit = definition.Texts.TryGet("unit", out var named) ? named : definition.Name;
        var name = state.Applicant.Name ?? open.Row.PersonKey;
        return new JsonObject
        {
            ["language"] = language.Code(),
            ["reference"] = open.Row.Reference,
            ["submittedOn"] = Day(open.Row.SubmittedAt),
            ["decidedOn"] = Day(state.EndedAt ?? open.Row.ChangedAt),
            ["name"] = name,
            ["nameEn"] = state.Applicant.NameEn ?? name,
            ["service"] = definition.Name.Ar,
            ["serviceEn"] = definition.Name.En,
            ["unit"] = unit.Ar,
            ["unitEn"] = unit.En,
            ["why"] = why?.Ar,
            ["whyEn"] = why?.En,
            ["remedy"] = remedy?.Ar,
            ["remedyEn"] = remedy?.En,
            ["refund"] = state.Bill is { RefundOrdered: var back } && back > Money.Zero ? back.Dinars : null,
        };
    }

    private static string Day(DateTimeOffset moment) => NationalCalendar.DateAt(moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Writes the letter after the refusal: it waits for keys and time-stamps, the decision does not.</summary>
internal sealed class RefusalLetterDuty(CaseBook book, RefusalLetters letters, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "case.refusalLetter";

    public string Kind => DutyKind;

    public Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct) => Duties.Seals.WaitForAsync(duty, async () =>
    {
        var order = System.Text.Json.JsonSerializer.Deserialize<WakeDuty>(duty.PayloadJson, Change.Json)!;
        if (await book.OpenAsync(order.Reference, ct) is not { } open)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "document-issuing", time.GetUtcNow());
        await letters.AddAsync(change, open, duty.Key, ct);
        return new DutyOutcome.Done(change.IsEmpty ? null : change);
    });
}
