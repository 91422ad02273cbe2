using System.Globalization;
using System.Security.Claims;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Accounts;

/// <summary>
/// Takes what an OpenID Connect provider says of somebody, keeps it as their account, and says who they are here. Expects the claims of the
/// national identity: sub, name, name_en, birthdate, gender, phone_number, nationality, governorate, kind, roles, acr and auth_time.
/// </summary>
public sealed class SignIn(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, IOptions<AccountsOptions> options, TimeProvider time)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>Put <see cref="SignedIn.ToPrincipal"/> in the cookie.</summary>
        public sealed record Welcome(SignedIn Who) : Result;

        /// <summary>The provider's claims do not say who this is.</summary>
        public sealed record Refused(LocalizedText Why) : Result;

        /// <summary>Somebody else came back than who was asked to show again who they are.</summary>
        public sealed record SomebodyElse : Result;
    }

    /// <param name="only">The key of who was asked to show again who they are; null when it may be anybody.</param>
    public async Task<Result> RunAsync(ClaimsPrincipal provider, Channel channel, CancellationToken ct, string? only = null)
    {
        if (Read(provider) is not { } read)
        {
            return new Result.Refused(new LocalizedText(
                "لم تُعرّف جهة الهوية بصاحب الدخول. أعد المحاولة، فإن تكرر ذلك فاتصل بمركز الاتصال.",
                "The identity provider did not say who is signing in. Try again; if it happens again, call the contact centre."));
        }

        if (only is not null && only != read.PersonKey)
        {
            return new Result.SomebodyElse();
        }

        for (var tries = 0; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<AccountRow>().SingleOrDefaultAsync(x => x.PersonKey == read.PersonKey, ct);
            var change = new Change(read.ToActor(), channel, "account-signing-in", time.GetUtcNow());
            if (row is null)
            {
                row = new AccountRow { Alias = change.NewId(), PersonKey = read.PersonKey, Kind = read.Kind, Name = read.Name, Roles = "", FirstSeenAt = change.Now, Language = read.Language };
                Fill(row, read, change.Now);
                change.Insert(row);
            }
            else
            {
                Fill(row, read, change.Now);
                change.Update(row);
            }

            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten || tries >= 3)
            {
                // Somebody signing in twice at one moment is not turned away over the time of last sight.
                return new Result.Welcome(row.ToSignedIn() with { Level = read.Level, Method = SignInMethod.NationalIdentity, AuthenticatedAt = read.AuthenticatedAt });
            }
        }
    }

    private static void Fill(AccountRow row, SignedIn read, DateTimeOffset now)
    {
        row.Kind = read.Kind;
        row.NationalNumber = read.NationalNumber;
        row.DocumentNumber = read.DocumentNumber;
        row.Nationality = read.Nationality;
        row.Name = read.Name;
        row.NameEn = read.NameEn;
        row.BirthDate = read.BirthDate;
        row.Gender = read.Gender;
        row.Phone = read.Phone;
        row.Governorate = read.Governorate;
        row.Roles = string.Join(' ', read.Roles);
        row.LastSeenAt = now;
    }

    private SignedIn? Read(ClaimsPrincipal principal)
    {
        string? Get(string name, string? mapped = null) =>
            principal.FindFirst(name)?.Value is { Length: > 0 } value ? value
            : mapped is not null && principal.FindFirst(mapped)?.Value is { Length: > 0 } other ? other : null;

        var subject = Get("sub", ClaimTypes.NameIdentifier);
        var nationality = Get("nationality") ?? "JO";
        var kind = Get("kind");
        if (subject is null || (Get("name", ClaimTypes.Name) ?? Get("name_en")) is not { } name)
        {
            return null;
        }

        var roles = principal.FindAll("roles").Concat(principal.FindAll(ClaimTypes.Role)).Select(c => c.Value).Where(r => r.Contains(':', StringComparison.Ordinal) && !r.Contains('[', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        kind = kind == "officer" && roles.Count > 0 ? "officer" : nationality == "JO" ? "citizen" : "resident";
        var number = NationalNumber.TryParse(subject, out var parsed) && nationality == "JO" ? parsed.Value : null;
        if (kind == "citizen" && number is null)
        {
            return null;
        }

        var gender = Get("gender", ClaimTypes.Gender);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        return new SignedIn(
            kind switch { "officer" => $"OFF:{subject}", "citizen" => $"JO:{number}", _ => $"{nationality}:{subject}" }, kind, number,
            kind == "resident" ? subject : null, nationality, name, Get("name_en"),
            DateOnly.TryParseExact(Get("birthdate", ClaimTypes.DateOfBirth), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
            gender is "male" or "M" ? "M" : gender is "female" or "F" ? "F" : null,
            Get("phone_number", ClaimTypes.MobilePhone), Get("governorate"), kind == "officer" ? roles : [], Languages.FromCode(Get("locale")))
        {
            Level = options.Value.LevelOf(Get("acr")),
            AuthenticatedAt = long.TryParse(Get("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= now.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(at) : now,
        };
    }
}
