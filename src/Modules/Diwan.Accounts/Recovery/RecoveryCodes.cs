using System.Security.Cryptography;
using System.Text;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>How the recovery of an account stands.</summary>
/// <param name="Left">Codes that were not used yet.</param>
/// <param name="RecoveringSince">When somebody came in by a code; null when nobody did since it was last settled.</param>
public sealed record RecoveryState(int Left, DateTimeOffset? MadeAt, DateTimeOffset? RecoveringSince);

/// <summary>The recovery codes of an account: made, shown once, ended.</summary>
public sealed class KeepRecovery
{
    public const int Codes = 10;

    /// <summary>Letters and digits that nobody mistakes for one another.</summary>
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private const int Length = 10;

    /// <summary>PBKDF2 with SHA-256. A code has 50 random bits, so this alone does not carry the weight.</summary>
    private const int Rounds = 120_000;

    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly News _news;
    private readonly TimeProvider _time;

    public KeepRecovery(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, News news, TimeProvider time) =>
        (_contexts, _writer, _news, _time) = (contexts, writer, news, time);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Codes">To be shown now; nobody can read them again.</param>
        public sealed record Made(IReadOnlyList<string> Codes) : Result;

        /// <summary>They first show again who they are to the national identity.</summary>
        public sealed record NeedsFresh : Result;

        public sealed record Ended : Result;

        /// <summary>Not by a recovery code, and not for officers.</summary>
        public sealed record NotAllowed : Result;
    }

    public async Task<RecoveryState> StateAsync(string personKey, CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var left = await db.Set<RecoveryCodeRow>().CountAsync(c => c.PersonKey == personKey, ct);
        var row = await db.Set<SafetyRow>().SingleOrDefaultAsync(s => s.PersonKey == personKey, ct);
        return new RecoveryState(left, row?.CodesMadeAt, row?.RecoveringSince);
    }

    /// <summary>Makes a new set of codes; those before end.</summary>
    public async Task<Result> MakeAsync(SignedIn me, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (me.IsOfficer || me.Method == SignInMethod.RecoveryCode)
        {
            return new Result.NotAllowed();
        }

        if (me.Method != SignInMethod.NationalIdentity || !me.Satisfies(Assurance.Substantial, KeepPasskeys.FreshFor, _time.GetUtcNow()))
        {
            return new Result.NeedsFresh();
        }

        var salt = RandomNumberGenerator.GetBytes(16);
        var codes = Enumerable.Range(0, Codes).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length)).ToList();
        var hashes = codes.ConvertAll(c => Derive(c, salt));
        await ReplaceAsync(me, "codes-making", AccountTouch.CodesMade, (safety, change) =>
        {
            (safety.Salt, safety.CodesMadeAt) = (salt, change.Now);
            foreach (var hash in hashes)
            {
                change.Insert(new RecoveryCodeRow { Id = change.NewId(), PersonKey = me.PersonKey, Hash = hash });
            }

            change.Record(safety.Chain, "codes-made", new { count = hashes.Count });
        }, ct);
        return new Result.Made([.. codes.Select(c => $"{c[..(Length / 2)]}-{c[(Length / 2)..]}")]);
    }

    /// <summary>Ends all codes, and with them a recovery that is under way: how a person objects to one that is not theirs.</summary>
    public async Task<Result> EndAsync(SignedIn me, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (me.Method == SignInMethod.RecoveryCode)
        {
            return new Result.NotAllowed();
        }

        await ReplaceAsync(me, "codes-ending", AccountTouch.CodesEnded, (safety, change) =>
        {
            (safety.Salt, safety.CodesMadeAt) = (null, null);
            change.Record(safety.Chain, "codes-ended", new { by = me.Method.ToString() });
        }, ct);
        return new Result.Ended();
    }

    private async Task ReplaceAsync(SignedIn me, string process, AccountTouch what, Action<SafetyRow, Change> act, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            var change = new Change(me.ToActor(), Channel.Portal, process, _time.GetUtcNow());
            var safety = await SafetyRow.OpenAsync(db, me.PersonKey, change, ct);
            (await db.Set<RecoveryCodeRow>().Where(c => c.PersonKey == me.PersonKey).ToListAsync(ct)).ForEach(change.Delete);
            safety.RecoveringSince = null;
            act(safety, change);
            await _news.PublishAsync(new AccountTouched(me.PersonKey, me.Phone, what, null), change, ct);
            var written = await _writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return;
            }

            if (tries == 3)
            {
                written.OrThrow();
            }
        }
    }

    /// <summary>As it is compared: without spaces and dashes, and whichever digits were typed.</summary>
    internal static string Plain(string? code) => new([.. Digits.ToAscii(code ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(Length + 1)]);

    internal static byte[] Derive(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(code), salt, Rounds, HashAlgorithmName.SHA256, 32);
}

/// <summary>
/// Lets somebody in who has neither their passkey nor the national identity: to see where their cases stand, and to put their passkeys in order. It is the lowest level, and nothing
/// that opens the account is added before the person had three days to object.
/// </summary>
public sealed class SignInByCode
{
    /// <summary>Wrong codes within <see cref="Window"/> after which none is taken.</summary>
    public const int MostTries = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>From the first use of a code to when a passkey may be added.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(72);

    /// <summary>So long after the wait a passkey may be added; then the recovery is over, and another begins with its own wait.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromDays(7);

    private static readonly byte[] NoSalt = new byte[16];

    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly News _news;
    private readonly TimeProvider _time;

    public SignInByCode(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, News news, TimeProvider time) =>
        (_contexts, _writer, _news, _time) = (contexts, writer, news, time);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Left">Codes that are left.</param>
        public sealed record Welcome(SignedIn Who, int Left) : Result;

        /// <summary>One answer for a number that is not known, a wrong code and too many tries: nobody learns who has an account.</summary>
        public sealed record Refused : Result;
    }

    /// <param name="number">The national number, or that of a resident's document.</param>
    public async Task<Result> RunAsync(string? number, string? code, CancellationToken ct)
    {
        var plain = KeepRecovery.Plain(code);
        var asked = Digits.ToAscii(number ?? "").Trim();
        for (var tries = 0; ; tries++)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            var found = asked.Length is 0 or > 40 ? []
                : await db.Set<AccountRow>().Where(a => (a.NationalNumber == asked || a.DocumentNumber == asked) && a.Kind != "officer")
                    .Join(db.Set<SafetyRow>(), a => a.PersonKey, s => s.PersonKey, (Account, Safety) => new { Account, Safety })
                    .Where(x => x.Safety.Salt != null).OrderBy(x => x.Account.PersonKey).Take(2).ToListAsync(ct);
            var hash = KeepRecovery.Derive(plain, found.Count == 1 ? found[0].Safety.Salt! : NoSalt);
            if (found.Count != 1)
            {
                return new Result.Refused();
            }

            var (account, safety) = (found[0].Account, found[0].Safety);
            var change = new Change(account.ToSignedIn().ToActor(), Channel.Portal, "code-signing-in", _time.GetUtcNow());
            if (safety.TriedSince is not { } since || since + Window <= change.Now)
            {
                (safety.Tries, safety.TriedSince) = (0, null);
            }

            var codes = await db.Set<RecoveryCodeRow>().Where(c => c.PersonKey == account.PersonKey).ToListAsync(ct);
            var match = safety.Tries >= MostTries ? null : codes.FirstOrDefault(c => CryptographicOperations.FixedTimeEquals(c.Hash, hash));
            if (match is null && safety.Tries >= MostTries)
            {
                return new Result.Refused();
            }

            change.Update(safety);
            if (match is null)
            {
                safety.Tries++;
                if (safety.TriedSince is null)
                {
                    safety.TriedSince = change.Now;
                    await _news.PublishAsync(new AccountTouched(account.PersonKey, account.Phone, AccountTouch.CodeTried, null), change, ct);
                }

                change.Record(safety.Chain, "code-refused", new { tries = safety.Tries });
            }
            else
            {
                change.Delete(match);
                (safety.Tries, safety.TriedSince) = (0, null);
                if (safety.RecoveringSince is not { } from || from + Wait + Open <= change.Now)
                {
                    // What was begun and left lying gives nobody a later one without the wait.
                    safety.RecoveringSince = change.Now;
                }

                change.Record(safety.Chain, "code-used", new { left = codes.Count - 1 });
                await _news.PublishAsync(new AccountTouched(
                    account.PersonKey, account.Phone, AccountTouch.CodeUsed, (codes.Count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)), change, ct);
            }

            var written = await _writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return match is null ? new Result.Refused()
                    : new Result.Welcome(account.ToSignedIn() with { Level = Assurance.Low, Method = SignInMethod.RecoveryCode, AuthenticatedAt = change.Now }, codes.Count - 1);
            }

            if (tries == 3)
            {
                written.OrThrow();
            }
        }
    }
}
