using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>
/// An agent asks to help one person with one service. A certified agent at an open counter of a partner, or one of the contact centre in a call; never for themselves; with the
/// person's consent: a code to their telephone, or, where they have none and stand at a counter, the number of the identity card the agent holds in hand. The person is told, and
/// it stands in their ledger.
/// </summary>
public sealed class BeginSession(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindPlace places, FindPerson people, FindAccount accounts, PublishedServices services, TimeProvider time)
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
    /// <param name="NationalNumber">In a call blank for the caller themselves, once they are known.</param>
    /// <param name="CardNumber">Of the identity card in the agent's hand; at a counter, for people without a telephone only.</param>
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
        if (!FindPlace.Helps(agent))
        {
            return new Result.NotAllowed();
        }

        var now = time.GetUtcNow();
        if (await places.OfAsync(agent, NationalCalendar.DateAt(now), ct) is not { } place)
        {
            return agent.May(Ability.AnswerCalls)
                ? No("لا جلسة بلا مكالمة. ابدأ المكالمة أولاً.", "There is no session without a call. Begin the call first.")
                : No("شهادتك غير نافذة، أو لا نقطة خدمة مفتوحة تعمل فيها. راجع مكتب البرنامج.", "Your certificate is not in force, or you work at no open counter. Ask the programme office.");
        }

        if (request.Purpose is null || services.Current(request.Purpose) is not { } service || !service.Channels.Contains(place.Channel))
        {
            return place.Call is null
                ? No("اختر خدمة تُقدَّم بالمساعدة.", "Choose a service that is given with assistance.")
                : No("اختر خدمة تُقدَّم بالهاتف.", "Choose a service that is given by telephone.");
        }

        string key;
        if (string.IsNullOrWhiteSpace(request.NationalNumber) && place.Call is { } call)
        {
            if (call.PersonKey is null)
            {
                return No("لم يُعرف المتصل بعد. تعرّف عليه، أو اكتب الرقم الوطني لمن يصله رمز الموافقة.", "The caller is not known yet. Find out who they are, or give the national number of who gets the consent code.");
            }

            key = call.PersonKey;
        }
        else if (NationalNumber.TryParse(request.NationalNumber, out var number))
        {
            key = $"JO:{number.Value}";
        }
        else
        {
            return No("الرقم الوطني عشرة أرقام.", "A national number has ten digits.");
        }

        if (KnowCaller.IsSelf(agent, key))
        {
            return place.Call is null
                ? No("لا يخدم أحد نفسه في نقطة الخدمة.", "Nobody serves themselves at a counter.")
                : No("لا يخدم أحد نفسه في مركز الاتصال.", "Nobody serves themselves at the contact centre.");
        }

        await CloseStaleAsync(agent, place, now, ct);
        if (await UnagreedAsync(key, now, ct) >= MostUnagreed)
        {
            return No("لم يوافق هذا الشخص عدة مرات اليوم. يستطيع أن يقدّم بنفسه، أو يعود غداً.", "This person did not agree several times today. They can apply by themselves, or come again tomorrow.");
        }

        var (found, fault, _) = await people.RunAsync(
            agent.ToActor(), place.Channel, key, place.Role, new($"التعرف عليك لمساعدتك في «{service.Name.Ar}»", $"To know you, to help you with \"{service.Name.En}\""), ct);
        if (found is null)
        {
            return new Result.Refused(fault!);
        }

        var (person, card) = (found.Applicant, found.Card);
        var phone = (await accounts.ByKeyAsync(key, ct))?.Phone ?? person.Phone;
        if (phone is null && place.Call is not null)
        {
            return No("لا هاتف مسجلاً لهذا الشخص، ولا موافقة بالهاتف دونه. يخدمه موظف نقطة خدمة ببطاقته.", "No telephone is on record for this person, and there is no consent by telephone without one. An agent at a counter helps them with their card.");
        }

        if (phone is null && Digits.ToAscii(request.CardNumber?.Trim() ?? "") != card)
        {
            return No("لا هاتف مسجلاً لهذا الشخص. اطلب بطاقته واكتب رقمها كما هو عليها.", "No telephone is on record for this person. Ask for their identity card and give its number as it stands there.");
        }

        var change = new Change(agent.ToActor(), place.Channel, "assistance-beginning", now);
        var code = phone is null ? null : RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var id = change.NewId();
        var row = new SessionRow
        {
            Id = id,
            AgentKey = agent.PersonKey,
            AgentName = agent.Name,
            Site = place.Code,
            Call = place.Call?.Id,
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
        AccessLedger.Note(change, new AccessNote(key, place.Role, place.Purpose(service.Name)));
        SendMessage.Add(change, new SendMessage.Order(
            key, phone,
            code is null
                ? new($"ساعدك موظف في {place.Name.Ar} في «{service.Name.Ar}» بعد أن رأى بطاقتك.", $"An agent at {place.Name.En} helps you with \"{service.Name.En}\" after seeing your identity card.")
                : place.Call is null
                ? new($"رمز الموافقة {code}. موظف في {place.Name.Ar} يطلب أن يساعدك في «{service.Name.Ar}». لا تعطه الرمز إلا وأنت أمامه.",
                    $"Consent code {code}. An agent at {place.Name.En} asks to help you with \"{service.Name.En}\". Give the code only if you stand before them.")
                : new($"رمز الموافقة {code}. موظف في {place.Name.Ar} يطلب أن يساعدك بالهاتف في «{service.Name.Ar}». لا تعطه الرمز إلا إن كنت أنت من اتصل أو طلب ذلك.",
                    $"Consent code {code}. An agent at {place.Name.En} asks to help you by telephone with \"{service.Name.En}\". Give the code only if you called, or asked for this call."),
            "", "assistance"));
        return (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Begun(FindSession.View(row))
            : No("لك جلسة مفتوحة. أنهها أولاً.", "You have an open session. End it first.");
    }

    internal static byte[] HashOf(Guid session, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{session:N}:{code}"));

    /// <summary>How often the person was asked in the last day and did not agree, by whichever agent.</summary>
    private async Task<int> UnagreedAsync(string person, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<SessionRow>().CountAsync(
            s => s.PersonKey == person && s.BegunAt > since && (s.State == SessionState.NotAgreed || (s.State == SessionState.AwaitingConsent && s.EndsAt <= now)), ct);
    }

    /// <summary>A session whose time is over, or whose call is, no longer bars the next.</summary>
    private async Task CloseStaleAsync(SignedIn agent, Place place, DateTimeOffset now, CancellationToken ct)
    {
        var call = place.Call?.Id;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SessionRow>().FirstOrDefaultAsync(s => s.AgentKey == agent.PersonKey && s.EndedAt == null && (s.EndsAt <= now || (s.Call != null && s.Call != call)), ct) is { } stale)
        {
            var change = new Change(Actor.System("assistance"), Channel.System, "assistance-lapsing", now);
            stale.EndedAt = stale.EndsAt < now ? stale.EndsAt : now;
            stale.State = stale.State == SessionState.Open ? SessionState.Ended : SessionState.NotAgreed;
            change.Update(stale);
            await writer.WriteAsync(change, ct);
        }
    }

    private static Result.Refused No(string ar, string en) => new(new(ar, en));
}
