using Diwan.Kernel;
using Diwan.Platform;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>A passkey, as its person sees it.</summary>
/// <param name="Level">What signing in by it is worth.</param>
/// <param name="Stopped">It seems to have been copied, and is not taken any more.</param>
public sealed record Passkey(Guid Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt, Assurance Level, bool Stopped);

/// <summary>The passkeys of an account: seen, added, renamed, removed. Adding and removing is told to the person and stands in the chain of the account.</summary>
public sealed class KeepPasskeys
{
    public const int Most = 10;

    /// <summary>Characters.</summary>
    public const int LongestName = 60;

    /// <summary>How long ago a person may have shown who they are to the national identity when they add one.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(15);

    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly Ceremony _ceremony;
    private readonly ChangeWriter _writer;
    private readonly News _news;
    private readonly TimeProvider _time;

    internal KeepPasskeys(IDbContextFactory<AppDbContext> contexts, Ceremony ceremony, ChangeWriter writer, News news, TimeProvider time) =>
        (_contexts, _ceremony, _writer, _news, _time) = (contexts, ceremony, writer, news, time);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Challenge">Names the question when it is answered.</param>
        /// <param name="Options">For <c>PublicKeyCredential.parseCreationOptionsFromJSON</c>.</param>
        public sealed record Asked(Guid Challenge, string Options) : Result;

        public sealed record Done(string Name) : Result;

        public sealed record NotFound : Result;

        /// <summary>They first show again who they are to the national identity.</summary>
        public sealed record NeedsFresh : Result;

        /// <summary>Who came in by a recovery code waits, so that the person has time to object.</summary>
        public sealed record Waits(DateTimeOffset Until) : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>Whether this site has passkeys at all.</summary>
    public bool Offered => _ceremony.Fido is not null;

    public async Task<IReadOnlyList<Passkey>> OfPersonAsync(string personKey, CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<PasskeyRow>().Where(p => p.PersonKey == personKey).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct)).Select(p => p.ToPasskey())];
    }

    /// <summary>Whether the person may add one now; null when they may.</summary>
    public async Task<Result?> MayAddAsync(SignedIn me, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (_ceremony.Fido is null)
        {
            return new Result.NotFound();
        }

        if (me.IsOfficer)
        {
            return new Result.Refused(new(
                "يدخل الموظف بالهوية الرقمية الوطنية وحدها، لأن القرار يحتاج إلى المستوى العالي. أضف مفاتيح مرور لحسابك الشخصي إن شئت.",
                "Officers sign in with the national digital identity alone, since a decision asks for the high level. Add passkeys to your account as a person if you like."));
        }

        var now = _time.GetUtcNow();
        if (me.Method == SignInMethod.RecoveryCode)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            var since = await db.Set<SafetyRow>().Where(s => s.PersonKey == me.PersonKey).Select(s => s.RecoveringSince).SingleOrDefaultAsync(ct);
            return since is not { } from || from + SignInByCode.Wait + SignInByCode.Open <= now ? new Result.NeedsFresh() : from + SignInByCode.Wait > now ? new Result.Waits(from + SignInByCode.Wait) : null;
        }

        return me.Method == SignInMethod.NationalIdentity && me.Satisfies(Assurance.Substantial, FreshFor, now) ? null : new Result.NeedsFresh();
    }

    public async Task<Result> BeginAsync(SignedIn me, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (await MayAddAsync(me, ct) is { } refused)
        {
            return refused;
        }

        await using var db = await _contexts.CreateDbContextAsync(ct);
        var known = await db.Set<PasskeyRow>().Where(p => p.PersonKey == me.PersonKey).Select(p => p.CredentialId).ToListAsync(ct);
        if (await db.Set<AccountRow>().SingleOrDefaultAsync(a => a.PersonKey == me.PersonKey, ct) is not { } account)
        {
            return new Result.NotFound();
        }

        if (known.Count >= Most)
        {
            return TooMany;
        }

        var asked = _ceremony.Fido!.RequestNewCredential(new RequestNewCredentialParams
        {
            User = new Fido2User { Id = account.Alias.ToByteArray(), Name = me.Name, DisplayName = me.Name },
            ExcludeCredentials = [.. known.Select(k => new PublicKeyCredentialDescriptor(System.Buffers.Text.Base64Url.DecodeFromChars(k)))],
            AuthenticatorSelection = new AuthenticatorSelection { ResidentKey = ResidentKeyRequirement.Required, UserVerification = UserVerificationRequirement.Required },
            AttestationPreference = AttestationConveyancePreference.None,
            PubKeyCredParams = [new(COSE.Algorithm.ES256, PublicKeyCredentialType.PublicKey), new(COSE.Algorithm.RS256, PublicKeyCredentialType.PublicKey)],
        }).ToJson();
        return new Result.Asked(await _ceremony.AskAsync(me.PersonKey, asked, me.ToActor(), ct), asked);
    }

    /// <param name="answer">What the browser's <c>toJSON</c> gave.</param>
    public async Task<Result> AddAsync(SignedIn me, Guid challenge, string? answer, string? name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (await MayAddAsync(me, ct) is { } refused)
        {
            return refused;
        }

        if (Named(name) is not { } called)
        {
            return NameWrong;
        }

        if (await _ceremony.TakeAsync(challenge, me.PersonKey, me.ToActor(), ct) is not { } asked)
        {
            return new Result.Refused(Ceremony.Expired);
        }

        if (Ceremony.Read<AuthenticatorAttestationRawResponse>(answer) is not { } response
            || await Ceremony.CheckAsync(() => _ceremony.Fido!.MakeNewCredentialAsync(
                new MakeNewCredentialParams
                {
                    AttestationResponse = response,
                    OriginalOptions = CredentialCreateOptions.FromJson(asked),
                    IsCredentialIdUniqueToUserCallback = async (p, stop) =>
                    {
                        await using var db = await _contexts.CreateDbContextAsync(stop);
                        var id = Encode(p.CredentialId);
                        return !await db.Set<PasskeyRow>().AnyAsync(k => k.CredentialId == id, stop);
                    },
                }, ct)) is not { } made)
        {
            return new Result.Refused(Ceremony.NotOurs);
        }

        for (var tries = 0; ; tries++)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            if (await db.Set<PasskeyRow>().CountAsync(p => p.PersonKey == me.PersonKey, ct) >= Most)
            {
                return TooMany;
            }

            var change = new Change(me.ToActor(), Channel.Portal, "passkey-adding", _time.GetUtcNow());
            var safety = await SafetyRow.OpenAsync(db, me.PersonKey, change, ct);
            var row = new PasskeyRow
            {
                Id = change.NewId(),
                PersonKey = me.PersonKey,
                CredentialId = Encode(made.Id),
                PublicKey = made.PublicKey,
                SignCount = made.SignCount,
                Name = called,
                Level = me.Method == SignInMethod.RecoveryCode ? Assurance.Low : Assurance.Substantial,
                AddedAt = change.Now,
            };
            change.Insert(row);
            safety.RecoveringSince = null;
            change.Record(safety.Chain, "passkey-added", new { passkey = row.Id, level = row.Level.Code(), by = me.Method.ToString() });
            await _news.PublishAsync(new AccountTouched(me.PersonKey, me.Phone, AccountTouch.PasskeyAdded, called), change, ct);
            if ((await _writer.WriteAsync(change, ct)).IsWritten)
            {
                return new Result.Done(called);
            }

            if (tries == 3 || await db.Set<PasskeyRow>().AnyAsync(p => p.CredentialId == row.CredentialId, ct))
            {
                return new Result.Refused(Ceremony.Expired);
            }
        }
    }

    public async Task<Result> RenameAsync(SignedIn me, Guid passkey, string? name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (Named(name) is not { } called)
        {
            return NameWrong;
        }

        return await ChangeAsync(me, passkey, "passkey-renaming", (row, _, change) =>
        {
            row.Name = called;
            change.Update(row, nameof(row.Name));
            return Task.CompletedTask;
        }, ct);
    }

    /// <summary>From any session: what is taken away opens nothing, and the person is told.</summary>
    public async Task<Result> RemoveAsync(SignedIn me, Guid passkey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(me);
        return await ChangeAsync(me, passkey, "passkey-removing", async (row, db, change) =>
        {
            var safety = await SafetyRow.OpenAsync(db, me.PersonKey, change, ct);
            change.Delete(row);
            change.Record(safety.Chain, "passkey-removed", new { passkey = row.Id, by = me.Method.ToString() });
            await _news.PublishAsync(new AccountTouched(me.PersonKey, me.Phone, AccountTouch.PasskeyRemoved, row.Name), change, ct);
        }, ct);
    }

    private async Task<Result> ChangeAsync(SignedIn me, Guid passkey, string process, Func<PasskeyRow, AppDbContext, Change, Task> act, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            if (await db.Set<PasskeyRow>().SingleOrDefaultAsync(p => p.Id == passkey && p.PersonKey == me.PersonKey, ct) is not { } row)
            {
                return new Result.NotFound();
            }

            var change = new Change(me.ToActor(), Channel.Portal, process, _time.GetUtcNow());
            await act(row, db, change);
            var written = await _writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Done(row.Name);
            }

            if (tries == 3)
            {
                written.OrThrow();
            }
        }
    }

    internal static string Encode(byte[] id) => System.Buffers.Text.Base64Url.EncodeToString(id);

    private static Result.Refused TooMany => new(new(
        $"لديك {Most} مفاتيح مرور، وهو الحد. احذف ما لا تستعمله ثم أضف غيره.", $"You have {Most} passkeys, which is the limit. Remove one you do not use, then add another."));

    private static Result.Refused NameWrong => new(new(
        $"سمّ مفتاح المرور باسم تعرفه به، مثل «هاتفي»، {LongestName} حرفًا على الأكثر.", $"Give the passkey a name that you will know it by, such as “My phone”, of at most {LongestName} characters."));

    private static string? Named(string? name) => name?.Trim() is { Length: > 0 and <= LongestName } good && !good.Any(char.IsControl) ? good : null;
}
