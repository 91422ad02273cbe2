using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Programme.Partners;
using Diwan.Registries;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>
/// An agent asks to help one person with one service. A certified agent at an open counter of a partner only, never for themselves; with the person's
/// consent: a code to their telephone, or, where they have none, the number of the identity card the agent holds in hand. The person is told, and it
/// stands in their ledger.
/// </summary>
public sealed class BeginSession(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindTrainees trainees, FindPartners partners, RegisterClient registers, FindAccount accounts, PublishedServices services,
    TimeProvider time)
{
    /// <summary>How long the code is good.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(45);

    /// <summary>Sessions without agreement that a person is asked for in a day: no code is guessed by asking again and again.</summary>
    public const int MostUnagreed = 5;

    /// <summary>Wrong codes until it is over.</summary>
    public const int MostTries = 3;

    /// <param name="Purpose">The service.</param>
    /// <param name="CardNumber">Of the identity card in the agent's hand; for people without a telephone only.</param>
    public sealed record Request(string? NationalNumber, string? Purpose, string? CardNumber);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>The code is on its way, or the card was seen and the session is open.</summary>
        public sealed record Begun(AssistedSession Session) : Result;

        public sealed record NotAllowed : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    public async Task<Result> RunAsync(SignedIn agent, Request request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(request);
        if (!agent.May(Ability.AssistAtCounter))
        {
            return new Result.NotAllowed();
        }

        var now = time.GetUtcNow();
        if (await PlaceAsync(agent, NationalCalendar.DateAt(now), ct) is not { } site)
        {
            return No("شهادتك غير نافذة، أو لا نقطة خدمة مفتوحة تعمل فيها. راجع مكتب البرنامج.", "Your certificate is not in force, or you work at no open counter. Ask the programme office.");
        }

        if (request.Purpose is null || services.Current(request.Purpose) is not { } service || !service.Channels.Contains(Channel.Assisted))
        {
            return No("اختر خدمة تُقدَّم بالمساعدة.", "Choose a service that is given with assistance.");
        }

        if (Digits.ToAscii(request.NationalNumber?.Trim() ?? "") is not { Length: 10 } number || !number.All(char.IsAsciiDigit))
        {
            return No("الرقم الوطني عشرة أرقام.", "A national number has ten digits.");
        }

        if (number == agent.NationalNumber)
        {
            return No("لا يخدم أحد نفسه في نقطة الخدمة.", "Nobody serves themselves at a counter.");
        }

        await CloseStaleAsync(agent, now, ct);
        var key = $"JO:{number}";
        if (await UnagreedAsync(key, now, ct) >= MostUnagreed)
        {
            return No("لم يوافق هذا الشخص عدة مرات اليوم. يستطيع أن يقدّم بنفسه، أو يعود غداً.", "This person did not agree several times today. They can apply by themselves, or come again tomorrow.");
        }

        var (person, card, fault) = await PersonAsync(agent, number, service.Name, ct);
        if (person is null)
        {
            return new Result.Refused(fault!);
        }

        var phone = (await accounts.ByKeyAsync(key, ct))?.Phone ?? person.Phone;
        if (phone is null && Digits.ToAscii(request.CardNumber?.Trim() ?? "") != card)
        {
            return No("لا هاتف مسجلاً لهذا الشخص. اطلب بطاقته واكتب رقمها كما هو عليها.", "No telephone is on record for this person. Ask for their identity card and give its number as it stands there.");
        }

        var change = new Change(agent.ToActor(), Channel.Assisted, "assistance-beginning", now);
        var code = phone is null ? null : RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var id = change.NewId();
        var row = new SessionRow
        {
            Id = id,
            AgentKey = agent.PersonKey,
            AgentName = agent.Name,
            Site = site.Code,
            PersonKey = key,
            Applicant = JsonSerializer.Serialize(person with { Phone = phone }, Change.Json),
            Service = service.Id.ToString(),
            State = code is null ? SessionState.Open : SessionState.AwaitingConsent,
            Consent = code is null ? ConsentWay.IdentitySeen : ConsentWay.Code,
            CodeHash = code is null ? null : HashOf(id, code),
            BegunAt = now,
            AgreedAt = code is null ? now : null,
            EndsAt = now + (code is null ? Longest : CodeLife),
        };
        change.Insert(row);
        AccessLedger.Note(change, new AccessNote(key, "counter:agent", Purpose(service.Name, site)));
        SendMessage.Add(change, new SendMessage.Order(
            key, phone,
            code is null
                ? new($"ساعدك موظف في {site.Name.Ar} في «{service.Name.Ar}» بعد أن رأى بطاقتك.", $"An agent at {site.Name.En} helps you with \"{service.Name.En}\" after seeing your identity card.")
                : new($"رمز الموافقة {code}. موظف في {site.Name.Ar} يطلب أن يساعدك في «{service.Name.Ar}». لا تعطه الرمز إلا وأنت أمامه.",
                    $"Consent code {code}. An agent at {site.Name.En} asks to help you with \"{service.Name.En}\". Give the code only if you stand before them."),
            "", "assistance"));
        return (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Begun(FindSession.View(row))
            : No("لك جلسة مفتوحة. أنهها أولاً.", "You have an open session. End it first.");
    }

    internal static byte[] HashOf(Guid session, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{session:N}:{code}"));

    internal static LocalizedText Purpose(LocalizedText service, SiteView site) =>
        new($"مساعدتك في «{service.Ar}» في {site.Name.Ar}", $"To help you with \"{service.En}\" at {site.Name.En}");

    /// <summary>The open counter the agent works at, with a certificate in force; null when there is none.</summary>
    internal async Task<SiteView?> PlaceAsync(SignedIn agent, DateOnly today, CancellationToken ct)
    {
        if (agent.NationalNumber is not { } account || await trainees.OfAccountAsync(account, today, ct) is not { Site: { } code } trainee || !trainee.MayActOn(today)
            || await partners.SiteAsync(code, ct) is not { } site || !site.IsOpenOn(today))
        {
            return null;
        }

        return (await partners.FindAsync(site.Partner, ct))?.ContractOn(today) is null ? null : site;
    }

    private async Task<(Applicant? Person, string? Card, LocalizedText? Fault)> PersonAsync(SignedIn agent, string number, LocalizedText service, CancellationToken ct)
    {
        var ask = new RegisterAsk($"JO:{number}", null, null)
        {
            Reading = new RegisterReading(
                agent.ToActor(), Channel.Assisted, $"JO:{number}", "counter:agent", new($"التعرف عليك لمساعدتك في «{service.Ar}»", $"To know you, to help you with \"{service.En}\"")),
        };
        switch (await registers.AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = number }, ask, ct))
        {
            case RegisterAnswer.Given { Body: var body } when body["alive"]?.GetValue<bool>() == false:
                return (null, null, new("صاحب هذا الرقم متوفى بحسب السجل المدني.", "By the civil register the holder of this number has died."));
            case RegisterAnswer.Given { Body: var body }:
                string? Text(string name) => body[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;
                return (
                    new Applicant
                    {
                        Kind = ApplicantKind.Citizen,
                        NationalNumber = number,
                        Nationality = "JO",
                        Name = Text("nameAr"),
                        NameEn = Text("nameEn"),
                        BirthDate = Text("birthDate") is { } born && DateOnly.TryParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
                        Gender = Text("gender"),
                        Phone = Text("phone"),
                        Governorate = Text("governorate"),
                    },
                    Text("documentNumber"), null);
            case RegisterAnswer.Down:
                return (null, null, new("السجل المدني لا يجيب الآن. حاول بعد قليل.", "The civil register does not answer now. Try again in a while."));
            default:
                return (null, null, new("لا أحد بهذا الرقم في السجل المدني.", "The civil register knows nobody by this number."));
        }
    }

    /// <summary>How often the person was asked in the last day and did not agree, by whichever agent.</summary>
    private async Task<int> UnagreedAsync(string person, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<SessionRow>().CountAsync(
            s => s.PersonKey == person && s.BegunAt > since && (s.State == SessionState.NotAgreed || (s.State == SessionState.AwaitingConsent && s.EndsAt <= now)), ct);
    }

    /// <summary>A session whose time is over no longer bars the next.</summary>
    private async Task CloseStaleAsync(SignedIn agent, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SessionRow>().FirstOrDefaultAsync(s => s.AgentKey == agent.PersonKey && s.EndedAt == null && s.EndsAt <= now, ct) is { } stale)
        {
            var change = new Change(Actor.System("assistance"), Channel.System, "assistance-lapsing", now);
            stale.EndedAt = stale.EndsAt;
            stale.State = stale.State == SessionState.Open ? SessionState.Ended : SessionState.NotAgreed;
            change.Update(stale);
            await writer.WriteAsync(change, ct);
        }
    }

    private static Result.Refused No(string ar, string en) => new(new(ar, en));
}
