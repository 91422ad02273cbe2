using System.Globalization;
using System.Security.Claims;
using Diwan.Kernel;

namespace Diwan.Accounts;

/// <summary>By what somebody showed who they are.</summary>
public enum SignInMethod
{
    /// <summary>The national digital identity, or another provider of OpenID Connect.</summary>
    NationalIdentity,

    /// <summary>A passkey of their account here.</summary>
    Passkey,

    /// <summary>A recovery code of their account here.</summary>
    RecoveryCode,
}

/// <summary>The person, officer or assistant who is signed in.</summary>
/// <param name="PersonKey">"JO:2000000101" of a citizen, "EG:A20000105" of a resident, "OFF:2000000903" of an officer.</param>
/// <param name="Kind">citizen, resident or officer.</param>
/// <param name="Name">In Arabic.</param>
/// <param name="Gender">M or F; null when the identity provider does not say.</param>
/// <param name="Phone">E.164, of any country.</param>
/// <param name="Governorate">ISO 3166-2 part, such as AM; null abroad or unknown.</param>
/// <param name="Roles">As in services/institutions.yaml, scoped: moj:judge.</param>
public sealed record SignedIn(
    string PersonKey, string Kind, string? NationalNumber, string? DocumentNumber, string? Nationality, string Name, string? NameEn,
    DateOnly? BirthDate, string? Gender, string? Phone, string? Governorate, IReadOnlyList<string> Roles, Language Language)
{
    /// <summary>The authentication type of the principal made by <see cref="ToPrincipal"/>.</summary>
    public const string Scheme = "diwan";

    /// <summary>A random name of the account, for what a device keeps of the person; null until they have signed in.</summary>
    public Guid? Alias { get; init; }

    /// <summary>By what level it is known who they are. Nothing said is the lowest.</summary>
    public Assurance Level { get; init; }

    public SignInMethod Method { get; init; }

    /// <summary>When they last showed who they are; not when they last did something.</summary>
    public DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>Whether they showed who they are no longer ago than this.</summary>
    public bool IsFresh(TimeSpan most, DateTimeOffset now) => now - AuthenticatedAt <= most;

    /// <summary>Whether they showed who they are well enough, and not too long ago.</summary>
    /// <param name="most">Null for any time in this session.</param>
    public bool Satisfies(Assurance needed, TimeSpan? most, DateTimeOffset now) => Level >= needed && (most is not { } age || IsFresh(age, now));

    /// <summary>The name in the language of the page; the Arabic one where there is no other.</summary>
    public string NameIn(Language language) => language == Language.English && !string.IsNullOrEmpty(NameEn) ? NameEn : Name;

    public bool IsOfficer => Kind == "officer";

    /// <summary>The institution of an officer's first role; null for a citizen or resident.</summary>
    public string? Institution => Roles.Count > 0 && Roles[0].IndexOf(':', StringComparison.Ordinal) is > 0 and var cut ? Roles[0][..cut] : null;

    public bool Holds(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>Whether a role allows it. For what belongs to an institution, only a role of that institution counts.</summary>
    public bool May(Ability ability, string? institution = null) => Roles.Any(role => Permissions.Allows(role, ability, institution));

    /// <summary>
    /// Whether this officer may confirm what another asked of a document of the institution: two persons, of whom one leads the unit, whichever of them asked. So a unit whose
    /// only head asks is not held up.
    /// </summary>
    /// <param name="askedBy">Who asked, as they last signed in; null when nothing is known of them any more.</param>
    public bool MayConfirm(string askedByKey, SignedIn? askedBy, string institution) =>
        askedByKey != PersonKey && May(Ability.WorkTasks, institution) && (May(Ability.LeadTeam, institution) || askedBy?.May(Ability.LeadTeam, institution) == true);

    public int? AgeOn(DateOnly day)
    {
        if (BirthDate is not { } born)
        {
            return null;
        }

        var years = day.Year - born.Year;
        return born.AddYears(years) > day ? years - 1 : years;
    }

    /// <summary>As this person is written in the audit trail.</summary>
    public Actor ToActor() => new(
        !IsOfficer ? ActorKind.Person : May(Ability.AssistAtCounter) || May(Ability.AnswerCalls) ? ActorKind.Assistant : ActorKind.Officer,
        PersonKey, Name, IsOfficer ? Institution : null)
    {
        Assurance = Level,
    };

    /// <summary>What our own cookie carries.</summary>
    public ClaimsPrincipal ToPrincipal()
    {
        List<Claim> claims =
        [
            new(Claims.PersonKey, PersonKey), new(Claims.Kind, Kind), new(Claims.Name, Name), new(Claims.Language, Language.Code()),
            new(Claims.Level, Level.Code()), new(Claims.Method, Method.ToString()), new(Claims.AuthenticatedAt, AuthenticatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
        Add(Claims.NationalNumber, NationalNumber);
        Add(Claims.DocumentNumber, DocumentNumber);
        Add(Claims.Nationality, Nationality);
        Add(Claims.NameEn, NameEn);
        Add(Claims.BirthDate, BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add(Claims.Gender, Gender);
        Add(Claims.Phone, Phone);
        Add(Claims.Governorate, Governorate);
        Add(Claims.Alias, Alias?.ToString("N"));
        claims.AddRange(Roles.Select(role => new Claim(Claims.Role, role)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, Claims.Name, Claims.Role));

        void Add(string type, string? value)
        {
            if (value is not null)
            {
                claims.Add(new Claim(type, value));
            }
        }
    }

    /// <summary>Names of the claims in our own cookie.</summary>
    internal static class Claims
    {
        internal const string PersonKey = "diwan:person";
        internal const string Kind = "diwan:kind";
        internal const string NationalNumber = "diwan:nationalNumber";
        internal const string DocumentNumber = "diwan:documentNumber";
        internal const string Nationality = "diwan:nationality";
        internal const string Name = "diwan:name";
        internal const string NameEn = "diwan:nameEn";
        internal const string BirthDate = "diwan:birthDate";
        internal const string Gender = "diwan:gender";
        internal const string Phone = "diwan:phone";
        internal const string Governorate = "diwan:governorate";
        internal const string Alias = "diwan:alias";
        internal const string Language = "diwan:language";
        internal const string Role = "diwan:role";
        internal const string Level = "diwan:level";
        internal const string Method = "diwan:method";
        internal const string AuthenticatedAt = "diwan:at";
    }
}

public static class SignedInPrincipal
{
    /// <summary>Who is signed in, read from our own cookie; null when nobody is.</summary>
    public static SignedIn? SignedIn(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        var identity = principal.Identities.FirstOrDefault(i => i.IsAuthenticated && i.HasClaim(c => c.Type == Accounts.SignedIn.Claims.PersonKey));
        if (identity is null)
        {
            return null;
        }

        string? Get(string type) => identity.FindFirst(type)?.Value;
        return Get(Accounts.SignedIn.Claims.Kind) is { } kind && Get(Accounts.SignedIn.Claims.Name) is { } name
            ? new SignedIn(
                Get(Accounts.SignedIn.Claims.PersonKey)!, kind, Get(Accounts.SignedIn.Claims.NationalNumber), Get(Accounts.SignedIn.Claims.DocumentNumber),
                Get(Accounts.SignedIn.Claims.Nationality), name, Get(Accounts.SignedIn.Claims.NameEn),
                DateOnly.TryParseExact(Get(Accounts.SignedIn.Claims.BirthDate), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
                Get(Accounts.SignedIn.Claims.Gender), Get(Accounts.SignedIn.Claims.Phone), Get(Accounts.SignedIn.Claims.Governorate),
                [.. identity.FindAll(Accounts.SignedIn.Claims.Role).Select(c => c.Value)], Languages.FromCode(Get(Accounts.SignedIn.Claims.Language)))
            {
                Alias = Guid.TryParse(Get(Accounts.SignedIn.Claims.Alias), out var alias) ? alias : null,
                Level = Assurances.FromCode(Get(Accounts.SignedIn.Claims.Level)) ?? Assurance.Low,
                Method = Enum.TryParse<SignInMethod>(Get(Accounts.SignedIn.Claims.Method), out var method) ? method : SignInMethod.NationalIdentity,
                AuthenticatedAt = long.TryParse(Get(Accounts.SignedIn.Claims.AuthenticatedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                    ? DateTimeOffset.FromUnixTimeSeconds(at) : DateTimeOffset.UnixEpoch,
            }
            : null;
    }
}
