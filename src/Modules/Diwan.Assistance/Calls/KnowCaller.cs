using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>
/// Finds out who calls. A caller is found by the reference of a case, by the number that calls, or by the national number they say; then they answer questions of which the
/// register or our own cases know the answer and the agent does not: one where they were found by what only they should have, two where they merely said a number. The agent
/// sees no answer, no list, and nobody they did not find. Wrong answers are counted and limited, in the call, about the person and by the agent; the person reads of it.
/// </summary>
public sealed class KnowCaller(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindCall find, FindPerson people, FindAccount accounts, ReadCase cases, ListMine mine, PublishedServices services, TimeProvider time)
{
    /// <summary>By one of these; the first that is given is taken.</summary>
    /// <param name="Reference">Of a case of theirs.</param>
    /// <param name="NationalNumber">Of a citizen. With <paramref name="ByPhone"/>, which of those whose number calls.</param>
    /// <param name="ByPhone">By the number that calls.</param>
    public sealed record Look(string? Reference, string? NationalNumber, bool ByPhone);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>Somebody is found; this is asked of them.</summary>
        public sealed record Ask(IdentityQuestion Question) : Result;

        public sealed record Known(CentreCall Call) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NoCall : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    private IdentityRule Rule => services.Catalogue.Centre.Identity;

    public async Task<Result> FindAsync(SignedIn agent, Look look, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(look);
        if (await find.RowAsync(agent, ct) is not { } row)
        {
            return agent.May(Ability.AnswerCalls) ? new Result.NoCall() : new Result.NotAllowed();
        }

        if (row.KnownAt is not null)
        {
            return No("عرفت المتصل في هذه المكالمة. لمتصل آخر ابدأ مكالمة أخرى.", "You know the caller of this call. For somebody else begin another call.");
        }

        var (key, by, reference, fault) = await CandidateAsync(row, look, ct);
        if (key is null)
        {
            return new Result.Refused(fault!);
        }

        if (IsSelf(agent, key))
        {
            return No("لا يبحث أحد عن نفسه في مركز الاتصال.", "Nobody looks themselves up at the contact centre.");
        }

        if (await LimitAsync(agent, row, key, ct) is { } limit)
        {
            return limit;
        }

        if (row.PersonKey == key && services.Catalogue.Centre.FindQuestion(row.Asked) is { } waiting)
        {
            return new Result.Ask(waiting);
        }

        // Whoever was found before in this call and not known is left, with the case they named; the wrong answers of the call stay counted, and no question is asked twice in it.
        row.Reference = reference ?? (row.PersonKey == key ? row.Reference : null);
        (row.PersonKey, row.FoundBy, row.Asked, row.Right) = (key, by, null, 0);
        var (person, unread) = await PersonAsync(agent, key, ct);
        return person is null
            ? new Result.Refused(unread!)
            : await NextAsync(row, new Change(agent.ToActor(), Channel.ContactCentre, "caller-finding", time.GetUtcNow()), person, await LastServiceAsync(key, ct), ct);
    }

    /// <summary>The caller answered the question that waits, in these words.</summary>
    /// <param name="said">A date as day, month and year; a name; a number; for the last service its id.</param>
    public async Task<Result> AnswerAsync(SignedIn agent, string? said, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (await find.RowAsync(agent, ct) is not { } row)
        {
            return agent.May(Ability.AnswerCalls) ? new Result.NoCall() : new Result.NotAllowed();
        }

        if (row is not { PersonKey: { } key, Asked: { } asked, KnownAt: null })
        {
            return No("لا سؤال ينتظر جواباً. ابحث عن المتصل أولاً.", "No question waits for an answer. Find the caller first.");
        }

        if (string.IsNullOrWhiteSpace(said))
        {
            return No("اكتب ما قاله المتصل.", "Write what the caller said.");
        }

        if (await LimitAsync(agent, row, key, ct) is { } limit)
        {
            return limit;
        }

        var (person, fault) = await PersonAsync(agent, key, ct);
        if (person is null)
        {
            return new Result.Refused(fault!);
        }

        var last = await LastServiceAsync(key, ct);
        var change = new Change(agent.ToActor(), Channel.ContactCentre, "caller-answering", time.GetUtcNow());
        row.Asked = null;
        if (IsRight(asked, said, person, last))
        {
            row.Right++;
            if (row.Right < (row.FoundBy == FoundBy.Number ? Rule.Unfound : Rule.Found))
            {
                return await NextAsync(row, change, person, last, ct);
            }

            var account = await accounts.ByKeyAsync(key, ct);
            (row.KnownAt, row.Applicant) = (change.Now, JsonSerializer.Serialize(person.Applicant with { Phone = account?.Phone ?? person.Applicant.Phone }, Change.Json));
            change.Update(row);
            AccessLedger.Note(change, new AccessNote(key, Place.AgentOfCentre, new("اتصلتَ بمركز الاتصال الوطني وعُرفت بأجوبتك", "You called the national contact centre and were known by your answers"), row.Reference));
            return await WriteAsync(change, new Result.Known(find.View(row)), ct);
        }

        row.Wrong++;
        change.Insert(new WrongAnswerRow { Id = change.NewId(), Call = row.Id, AgentKey = agent.PersonKey, PersonKey = key, Fact = asked, At = change.Now });
        AccessLedger.Note(change, new AccessNote(key, Place.AgentOfCentre, new("مكالمة باسمك أجابت خطأ عن سؤال تعرّف، ولم يُعطَ المتصل شيئاً", "A call in your name answered an identity question wrongly; nothing was told"), row.Reference));
        if (row.Wrong >= Rule.MostWrong)
        {
            change.Update(row);
            await WarnAsync(change, key, person.Applicant.Phone, ct);
            return await WriteAsync(change, No("الجواب غير صحيح، ولا يُسأل في هذه المكالمة بعد الآن. أعلم المتصل أن صاحب الرقم سيُبلَّغ، وأن له أن يراجع نقطة خدمة ببطاقته.",
                "The answer is wrong, and no more is asked in this call. Tell the caller that the holder of the number will be told, and that a counter helps them with their card."), ct);
        }

        var next = await NextAsync(row, change, person, last, ct);
        return next is Result.Ask
            ? No($"الجواب غير صحيح. بقي من المحاولات {Rule.MostWrong - row.Wrong}، والسؤال الآن غيره.", $"The answer is wrong. Tries left: {Rule.MostWrong - row.Wrong}; another question is asked now.")
            : next;
    }

    internal static bool IsSelf(SignedIn agent, string key) => agent.NationalNumber is { } own && key == $"JO:{own}";

    private async Task<(string? Key, FoundBy By, string? Reference, LocalizedText? Fault)> CandidateAsync(CallRow row, Look look, CancellationToken ct)
    {
        var typed = look.NationalNumber?.Trim() ?? "";
        if (!string.IsNullOrWhiteSpace(look.Reference))
        {
            return await cases.WhoseAsync(look.Reference, ct) is { } owner
                ? (owner.PersonKey, FoundBy.Reference, owner.Reference, null)
                : (null, default, null, new("لا معاملة بهذا الرقم. تأكد من الرقم مع المتصل.", "There is no case under this reference. Check it with the caller."));
        }

        if (!NationalNumber.TryParse(typed, out var number) && typed.Length > 0)
        {
            return (null, default, null, new("الرقم الوطني عشرة أرقام.", "A national number has ten digits."));
        }

        if (look.ByPhone)
        {
            if (row.Phone is null)
            {
                return (null, default, null, new("الرقم المتصل محجوب. ابحث برقم المعاملة أو الرقم الوطني.", "The number that calls is withheld. Find the caller by a reference or their national number."));
            }

            var known = await accounts.ByPhoneAsync(row.Phone, ct);
            var chosen = typed.Length > 0 ? [.. known.Where(p => p.NationalNumber == number?.Value && !p.IsOfficer)] : known.Where(p => !p.IsOfficer).ToList();
            return chosen.Count switch
            {
                1 => (chosen[0].PersonKey, FoundBy.Phone, null, null),
                0 => (null, default, null, new("لا أحد معروف بهذا الهاتف. ابحث برقم المعاملة أو الرقم الوطني.", "Nobody is known by this telephone. Find the caller by a reference or their national number.")),
                _ => (null, default, null, new("هذا الهاتف لأكثر من شخص. اسأل المتصل عن رقمه الوطني واكتبه.", "Several people use this telephone. Ask the caller for their national number and give it.")),
            };
        }

        return number is null
            ? (null, default, null, new("ابحث برقم معاملة، أو بالهاتف المتصل، أو برقم وطني.", "Find the caller by the reference of a case, by the number that calls, or by a national number."))
            : ($"JO:{number.Value}", FoundBy.Number, null, null);
    }

    /// <summary>Asks the next question, chosen by chance among those with an answer that were not asked yet.</summary>
    private async Task<Result> NextAsync(CallRow row, Change change, RegisteredPerson person, string? last, CancellationToken ct)
    {
        var before = row.AskedBefore.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var left = services.Catalogue.Centre.Questions.Where(q => !before.Contains(q.Fact.ToString()) && q.Fact switch
        {
            IdentityFact.BirthDate => person.Applicant.BirthDate is not null,
            IdentityFact.MotherName => person.MotherAr is not null,
            IdentityFact.CardNumber => person.Card is not null,
            _ => last is not null,
        }).ToList();
        if (left.Count == 0)
        {
            change.Update(row);
            return await WriteAsync(change, No("لم يبق سؤال يُسأل. لا يُعرف المتصل في هذه المكالمة.", "No question is left. The caller is not known in this call."), ct);
        }

        var question = left[RandomNumberGenerator.GetInt32(left.Count)];
        (row.Asked, row.AskedBefore) = (question.Fact, string.Join(',', before.Append(question.Fact.ToString())));
        change.Update(row);
        return await WriteAsync(change, new Result.Ask(question), ct);
    }

    private async Task<Result> WriteAsync(Change change, Result result, CancellationToken ct) => (await writer.WriteAsync(change, ct)).IsWritten
        ? result
        : No("تغيّرت المكالمة في أثناء ذلك. أعد فتح الصفحة.", "The call changed meanwhile. Open the page again.");

    private async Task<Result?> LimitAsync(SignedIn agent, CallRow row, string key, CancellationToken ct)
    {
        if (row.Wrong >= Rule.MostWrong)
        {
            return No("أُجيب خطأ في هذه المكالمة مرات كافية، ولا يُسأل فيها بعد.", "There were enough wrong answers in this call; no more is asked in it.");
        }

        var since = time.GetUtcNow().AddDays(-1);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<WrongAnswerRow>().CountAsync(w => w.PersonKey == key && w.At > since, ct) >= Rule.MostWrongADay)
        {
            return No("أُجيب خطأ عن هذا الشخص مرات كثيرة اليوم. يُعرف في نقطة خدمة ببطاقته، أو غداً.", "There were many wrong answers about this person today. A counter knows them by their card, or we do tomorrow.");
        }

        return await db.Set<WrongAnswerRow>().CountAsync(w => w.AgentKey == agent.PersonKey && w.At > since, ct) >= Rule.MostWrongByAgent
            ? No("بلغت حد الأجوبة الخاطئة اليوم. راجع المشرف.", "You reached the day's limit of wrong answers. Ask the supervisor.")
            : null;
    }

    private async Task<(RegisteredPerson? Person, LocalizedText? Fault)> PersonAsync(SignedIn agent, string key, CancellationToken ct)
    {
        var (person, fault, _) = await people.RunAsync(
            agent.ToActor(), Channel.ContactCentre, key, Place.AgentOfCentre, new("معرفة من اتصل بمركز الاتصال الوطني باسمك", "To find out who called the national contact centre in your name"), ct);
        return (person, fault);
    }

    private async Task<string?> LastServiceAsync(string key, CancellationToken ct) => await mine.CasesAsync(key, ct) is [var latest, ..] ? latest.Service : null;

    private static bool IsRight(IdentityFact fact, string said, RegisteredPerson person, string? lastService) => fact switch
    {
        IdentityFact.BirthDate => ReadDay(said) is { } day && day == person.Applicant.BirthDate,
        IdentityFact.MotherName => Same(said, person.MotherAr) || Same(said, person.MotherEn),
        IdentityFact.CardNumber => ArabicText.Fold(said).Replace(" ", "", StringComparison.Ordinal) == ArabicText.Fold(person.Card!).Replace(" ", "", StringComparison.Ordinal),
        _ => said.Trim() == lastService,
    };

    /// <summary>The given name alone is asked; who says the whole name is right too.</summary>
    private static bool Same(string said, string? name)
    {
        var (a, b) = (ArabicText.Fold(said), ArabicText.Fold(name ?? ""));
        return b.Length > 0 && (a == b || a == b.Split(' ')[0]);
    }

    /// <summary>1988-04-02, 2/4/1988, 02.04.1988, in either kind of digits.</summary>
    internal static DateOnly? ReadDay(string said)
    {
        var parts = Digits.ToAscii(said).Split([' ', '/', '-', '.', '،'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || !parts.All(p => p.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var text = parts[0].Length == 4 ? string.Join('-', parts) : string.Join('-', parts.Reverse());
        return DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>Once a call: somebody asked as them and failed.</summary>
    private async Task WarnAsync(Change change, string key, string? phone, CancellationToken ct) => SendMessage.Add(change, new SendMessage.Order(
        key, (await accounts.ByKeyAsync(key, ct))?.Phone ?? phone,
        new("اتصل أحد بمركز الاتصال الوطني باسمك ولم يعرف الأجوبة، ولم يُعطَ شيئاً. إن لم تكن أنت فالتفصيل في سجل من اطّلع على بياناتك.",
            "Somebody called the national contact centre in your name and did not know the answers. Nothing was told. If it was not you, the ledger of who looked says more."),
        "", "call"));

    private static Result.Refused No(string ar, string en) => new(new(ar, en));
}
