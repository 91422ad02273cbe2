using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>
/// People give one another mandates, accept and decline them, see them, and end them. Whether somebody has the number that was typed is told to nobody:
/// a mandate for an unknown number waits, and lapses, like any other.
/// </summary>
public sealed class KeepMandates(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, FindAccount accounts, PublishedServices services, TimeProvider time)
{
    /// <summary>Mandates of one person that wait or stand at once.</summary>
    public const int MostGiven = 20;

    /// <summary>Mandates a person gives in a day: nobody is written to again and again.</summary>
    public const int MostADay = 5;

    /// <param name="NationalNumber">Of who is to act, as typed.</param>
    /// <param name="Services">Services and institutions; <see cref="Mandate.Everything"/> for all.</param>
    /// <param name="EndsOn">The last day; null when what was typed is no date.</param>
    public sealed record Request(string? NationalNumber, IReadOnlyList<string> Services, IReadOnlyList<MandateScope> Scopes, DateOnly? EndsOn);

    /// <summary>What is wrong with a request: at which of its parts, and what to do.</summary>
    public sealed record Fault(string Field, LocalizedText Why);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept(Guid Id) : Result;

        /// <summary>There is no such mandate of this person, or it is over already. The two are not told apart.</summary>
        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<Fault> Faults) : Result;

        /// <summary>The person has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;
    }

    /// <summary>The level by which somebody who gives or accepts a mandate shows who they are: it opens all that it extends to.</summary>
    public const Assurance LevelToGive = Assurance.Substantial;

    public async Task<Result> GrantAsync(SignedIn person, Request request, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        var today = NationalCalendar.DateAt(now);
        if (NotAble(person, today) is { } unable)
        {
            return new Result.Refused([new("", unable)]);
        }

        if (person.Level < LevelToGive)
        {
            return new Result.NeedsAssurance(LevelToGive);
        }

        var faults = Check(person, request, today).ToList();
        if (faults.Count > 0)
        {
            return new Result.Refused(faults);
        }

        _ = NationalNumber.TryParse(request.NationalNumber, out var number);
        var agent = $"JO:{number!.Value}";
        await using var db = await contexts.CreateDbContextAsync(ct);
        var given = await db.Set<MandateRow>().Where(m => m.PrincipalKey == person.PersonKey && m.Ground == MandateGround.Granted && (m.EndedAt == null || m.MadeAt > now.AddDays(-1))).ToListAsync(ct);
        var open = given.Where(m => m.EndedAt is null).ToList();
        if (open.Any(m => m.AgentKey == agent && MandateLife.IsAlive(m, now)))
        {
            return No("number", "بينكما تفويض قائم أو ينتظر القبول. اسحبه أولاً إن أردت غيره.", "You gave this number a mandate that stands or waits. Withdraw it first if you want another.");
        }

        if (open.Count(m => MandateLife.IsAlive(m, now)) >= MostGiven)
        {
            return No("", $"لا يزيد ما تعطيه من تفويضات في وقت واحد على {MostGiven}. اسحب واحداً أولاً.", $"You can give no more than {MostGiven} mandates at once. Withdraw one first.");
        }

        if (given.Count(m => m.MadeAt > now.AddDays(-1)) >= MostADay)
        {
            return No("", $"لا تعطي في اليوم أكثر من {MostADay} تفويضات. أعد المحاولة غداً.", $"You can give no more than {MostADay} mandates in a day. Try again tomorrow.");
        }

        var change = new Change(person.ToActor(), channel, "mandate-granting", now);
        foreach (var past in open.Where(m => m.AgentKey == agent))
        {
            MandateLife.End(change, past, MandateState.Over, "mandate-over", null);
        }

        var id = change.NewId();
        var row = new MandateRow
        {
            Id = id,
            Ground = MandateGround.Granted,
            Power = "",
            PrincipalKey = person.PersonKey,
            PrincipalName = person.Name,
            PrincipalNameEn = MandateLife.EnglishName(person),
            AgentKey = agent,
            AgentName = "",
            AgentNameEn = "",
            Services = request.Services.Contains(Mandate.Everything)
                ? string.Join(' ', request.Services.Where(s => s == Mandate.Everything || services.Current(s) is { HasConfidentialSteps: true }).Distinct(StringComparer.Ordinal))
                : string.Join(' ', request.Services.Distinct(StringComparer.Ordinal)),
            Scopes = MandateLife.Written(request.Scopes),
            State = MandateState.Offered,
            MadeAt = now,
            EndsOn = request.EndsOn,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "mandate-granted", new { agent, row.Services, row.Scopes, row.EndsOn });
        await MandateLife.TellBothAsync(
            change, accounts, row,
            new($"أعطيت تفويضاً لصاحب الرقم {number.Value}. يعمل به بعد أن يقبله، وتسحبه متى شئت من «التفويضات» في حسابك.",
                $"You gave the holder of number {number.Value} a mandate. They act under it once they accept; withdraw it at any time under \"Mandates\" in your account."),
            new($"يطلب {person.Name} أن تنوب عنه في خدمات حكومية. اقرأ ما يطلبه واقبله أو ارفضه من «التفويضات» في حسابك.",
                $"{row.PrincipalNameEn} asks you to act for them in government services. Read what is asked, and accept or decline it under \"Mandates\" in your account."),
            ct);
        return (await writer.WriteAsync(change, ct)).IsWritten
            ? new Result.Kept(id)
            : No("number", "بينكما تفويض قائم أو ينتظر القبول. اسحبه أولاً إن أردت غيره.", "You gave this number a mandate that stands or waits. Withdraw it first if you want another.");
    }

    /// <summary>Who was asked accepts; from then on each knows the other's name.</summary>
    public async Task<Result> AcceptAsync(SignedIn person, Guid id, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = time.GetUtcNow();
        if (await OfferedAsync(person, id, now, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        if (NotAble(person, NationalCalendar.DateAt(now)) is { } unable)
        {
            return new Result.Refused([new("", unable)]);
        }

        if (person.Level < LevelToGive)
        {
            return new Result.NeedsAssurance(LevelToGive);
        }

        var change = new Change(person.ToActor(), channel, "mandate-accepting", now);
        (row.State, row.AcceptedAt, row.AgentName, row.AgentNameEn) = (MandateState.Standing, now, person.Name, MandateLife.EnglishName(person));
        change.Update(row);
        change.Record(row.Chain, "mandate-accepted", new { row.AgentKey });
        MandateLife.OweNotice(change, row);
        AccessLedger.Note(change, new AccessNote(row.PrincipalKey, Mandate.Role, new(
            $"قبل {row.AgentName} تفويضك حتى {MandateLife.Day(row.EndsOn!.Value).Ar}", $"{row.AgentNameEn} accepted your mandate until {MandateLife.Day(row.EndsOn.Value).En}")));
        await MandateLife.TellBothAsync(
            change, accounts, row,
            new($"قبل {row.AgentName} تفويضك، ويستطيع أن ينوب عنك حتى {MandateLife.Day(row.EndsOn.Value).Ar}. تسحبه متى شئت.",
                $"{row.AgentNameEn} accepted your mandate and may act for you until {MandateLife.Day(row.EndsOn.Value).En}. Withdraw it at any time."),
            new($"قبلت أن تنوب عن {row.PrincipalName} حتى {MandateLife.Day(row.EndsOn.Value).Ar}. تتركه متى شئت.",
                $"You accepted to act for {row.PrincipalNameEn} until {MandateLife.Day(row.EndsOn.Value).En}. Give it up at any time."),
            ct);
        return await WriteAsync(change, id, ct);
    }

    public async Task<Result> DeclineAsync(SignedIn person, Guid id, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (await OfferedAsync(person, id, time.GetUtcNow(), ct) is not { } row)
        {
            return new Result.NotFound();
        }

        // Who declined is not named to who asked: they learn no more than the number they typed.
        var change = new Change(person.ToActor(), channel, "mandate-declining", time.GetUtcNow());
        MandateLife.End(change, row, MandateState.Declined, "mandate-declined", person.PersonKey);
        MandateLife.Tell(change, row.PrincipalKey, (await accounts.ByKeyAsync(row.PrincipalKey, ct))?.Phone, new(
            $"لم يُقبل تفويضك للرقم {MandateLife.View(row, change.Now).Agent.Number}.", $"Your mandate for number {MandateLife.View(row, change.Now).Agent.Number} was not accepted."));
        return await WriteAsync(change, id, ct);
    }

    /// <summary>Either side ends it, and it ends at once: whoever acts under it is out with their next step.</summary>
    public async Task<Result> WithdrawAsync(SignedIn person, Guid id, CancellationToken ct, Channel channel = Channel.Portal)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<MandateRow>().FirstOrDefaultAsync(m => m.Id == id && m.EndedAt == null && (m.PrincipalKey == person.PersonKey || m.AgentKey == person.PersonKey), ct) is not { } row
            || row.Ground != MandateGround.Granted || !MandateLife.IsAlive(row, now) || (row.State == MandateState.Offered && row.PrincipalKey != person.PersonKey))
        {
            return new Result.NotFound();
        }

        var change = new Change(person.ToActor(), channel, "mandate-withdrawing", now);
        var accepted = row.State == MandateState.Standing;
        MandateLife.End(change, row, MandateState.Withdrawn, "mandate-withdrawn", person.PersonKey);
        var byPrincipal = row.PrincipalKey == person.PersonKey;
        if (accepted)
        {
            AccessLedger.Note(change, new AccessNote(row.PrincipalKey, Mandate.Role, byPrincipal
                ? new($"سحبتَ تفويضك من {row.AgentName}", $"You withdrew your mandate from {row.AgentNameEn}")
                : new($"ترك {row.AgentName} تفويضك", $"{row.AgentNameEn} gave up your mandate")));
        }

        await MandateLife.TellBothAsync(
            change, accounts, row,
            !byPrincipal ? new($"ترك {row.AgentName} تفويضك، فلا ينوب عنك بعد الآن.", $"{row.AgentNameEn} gave up your mandate and no longer acts for you.")
                : accepted ? new($"سحبت تفويضك من {row.AgentName}، فلا ينوب عنك بعد الآن.", $"You withdrew your mandate from {row.AgentNameEn}, who no longer acts for you.")
                : new("سحبت تفويضك قبل أن يُقبل.", "You withdrew your mandate before it was accepted."),
            byPrincipal ? new($"سحب {row.PrincipalName} تفويضه، فلا تنوب عنه بعد الآن.", $"{row.PrincipalNameEn} withdrew the mandate; you no longer act for them.")
                : new($"تركت تفويض {row.PrincipalName}، فلا تنوب عنه بعد الآن.", $"You gave up the mandate of {row.PrincipalNameEn} and no longer act for them."),
            ct);
        return await WriteAsync(change, id, ct);
    }

    /// <summary>The mandates a person gave, and those they have, the latest first; a hundred at most of each.</summary>
    public async Task<(IReadOnlyList<Mandate> Given, IReadOnlyList<Mandate> Held)> OfAsync(SignedIn person, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var given = await db.Set<MandateRow>().Where(m => m.PrincipalKey == person.PersonKey).OrderByDescending(m => m.MadeAt).Take(100).ToListAsync(ct);
        var held = await db.Set<MandateRow>().Where(m => m.AgentKey == person.PersonKey).OrderByDescending(m => m.MadeAt).Take(100).ToListAsync(ct);
        return ([.. given.Select(m => MandateLife.View(m, now))], [.. held.Select(m => MandateLife.View(m, now))]);
    }

    /// <summary>Why somebody can neither give nor take a mandate; null when they can.</summary>
    private static LocalizedText? NotAble(SignedIn person, DateOnly today) =>
        person.IsOfficer
            ? new("التفويض بين الأشخاص. ادخل بصفتك الشخصية لا الوظيفية.", "A mandate is between persons. Sign in as yourself, not as an officer.")
            : person.AgeOn(today) is { } age && age >= MandateLife.Adult ? null
            : new("يعطي التفويض ويقبله من أتمّ الثامنة عشرة.", "A mandate is given and accepted by people of eighteen and over.");

    private IEnumerable<Fault> Check(SignedIn person, Request request, DateOnly today)
    {
        if (!NationalNumber.TryParse(request.NationalNumber, out var number))
        {
            yield return new("number", new("الرقم الوطني عشرة أرقام. اكتب رقم من ينوب عنك.", "A national number has ten digits. Give that of who is to act for you."));
        }
        else if (person.NationalNumber == number.Value)
        {
            yield return new("number", new("هذا رقمك أنت. اكتب رقم من ينوب عنك.", "This is your own number. Give that of who is to act for you."));
        }

        if (request.Services.Count == 0)
        {
            yield return new("services", new("اختر خدمة أو مؤسسة واحدة على الأقل.", "Choose at least one service or institution."));
        }
        else if (request.Services.FirstOrDefault(s => s != Mandate.Everything && services.Current(s) is null && services.Catalogue.FindInstitution(s) is null) is { } unknown)
        {
            yield return new("services", new($"لا خدمة ولا مؤسسة باسم «{unknown}». اختر من القائمة.", $"There is no service or institution \"{unknown}\". Choose from the list."));
        }

        if (request.Scopes.Count == 0)
        {
            yield return new("scopes", new("اختر ما يُسمح به: القراءة أو التقديم أو الدفع أو التنزيل.", "Choose what is allowed: reading, applying, paying or downloading."));
        }

        if (request.EndsOn is not { } last)
        {
            yield return new("until", new($"اكتب آخر يوم للتفويض، مثل {MandateLife.Day(today.AddMonths(3)).Ar}.", $"Give the last day of the mandate, such as {MandateLife.Day(today.AddMonths(3)).En}."));
        }
        else if (last < today)
        {
            yield return new("until", new("هذا اليوم مضى. اختر اليوم أو يوماً بعده.", "This day has passed. Choose today or a later day."));
        }
        else if (last > today.AddYears(1))
        {
            yield return new("until", new(
                $"لا يزيد التفويض على سنة: آخر يوم ممكن {MandateLife.Day(today.AddYears(1)).Ar}.", $"A mandate lasts a year at most: the last possible day is {MandateLife.Day(today.AddYears(1)).En}."));
        }
    }

    private async Task<MandateRow?> OfferedAsync(SignedIn person, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<MandateRow>().FirstOrDefaultAsync(m => m.Id == id && m.AgentKey == person.PersonKey, ct) is { } row && MandateLife.StateOf(row, now) == MandateState.Offered ? row : null;
    }

    /// <summary>Who was first has done it.</summary>
    private async Task<Result> WriteAsync(Change change, Guid id, CancellationToken ct) => (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Kept(id) : new Result.NotFound();

    private static Result.Refused No(string field, string ar, string en) => new([new(field, new(ar, en))]);
}

/// <summary>Tells both sides that a mandate ends in a month.</summary>
internal sealed class MandateNotice(IDbContextFactory<AppDbContext> contexts, FindAccount accounts, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "mandate.ending";

    public string Kind => DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<MandateRow>().SingleOrDefaultAsync(m => m.Id == duty.SubjectId, ct) is not { EndsOn: { } last } row || MandateLife.StateOf(row, now) != MandateState.Standing)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "mandate-ending", now);
        await MandateLife.TellBothAsync(
            change, accounts, row,
            new($"ينتهي في {MandateLife.Day(last).Ar} ما ينوب به {row.AgentName} عنك.", $"What {row.AgentNameEn} may do for you ends on {MandateLife.Day(last).En}."),
            new($"تنتهي في {MandateLife.Day(last).Ar} نيابتك عن {row.PrincipalName}.", $"Your acting for {row.PrincipalNameEn} ends on {MandateLife.Day(last).En}."),
            ct);
        return new DutyOutcome.Done(change);
    }
}
