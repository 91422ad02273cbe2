using Diwan.Kernel;
using Diwan.Platform;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>Signs somebody in by a passkey of their account, without a name being typed. Worth what added the passkey, and never high.</summary>
public sealed class SignInByPasskey
{
    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly Ceremony _ceremony;
    private readonly ChangeWriter _writer;
    private readonly News _news;
    private readonly TimeProvider _time;

    internal SignInByPasskey(IDbContextFactory<AppDbContext> contexts, Ceremony ceremony, ChangeWriter writer, News news, TimeProvider time) =>
        (_contexts, _ceremony, _writer, _news, _time) = (contexts, ceremony, writer, news, time);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Welcome(SignedIn Who) : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <returns>The name of the question and what <c>PublicKeyCredential.parseRequestOptionsFromJSON</c> takes; null where the site has no passkeys.</returns>
    public async Task<(Guid Challenge, string Options)?> BeginAsync(CancellationToken ct)
    {
        if (_ceremony.Fido is not { } fido)
        {
            return null;
        }

        var asked = fido.GetAssertionOptions(new GetAssertionOptionsParams { AllowedCredentials = [], UserVerification = UserVerificationRequirement.Required }).ToJson();
        return (await _ceremony.AskAsync(null, asked, Actor.System("passkeys"), ct), asked);
    }

    /// <param name="answer">What the browser's <c>toJSON</c> gave.</param>
    public async Task<Result> RunAsync(Guid challenge, string? answer, CancellationToken ct)
    {
        if (_ceremony.Fido is not { } fido || await _ceremony.TakeAsync(challenge, null, Actor.System("passkeys"), ct) is not { } asked)
        {
            return new Result.Refused(Ceremony.Expired);
        }

        if (Ceremony.Read<AuthenticatorAssertionRawResponse>(answer) is not { RawId: { } raw } response)
        {
            return new Result.Refused(Ceremony.NotOurs);
        }

        var id = KeepPasskeys.Encode(raw);
        for (var tries = 0; ; tries++)
        {
            await using var db = await _contexts.CreateDbContextAsync(ct);
            if (await db.Set<PasskeyRow>().SingleOrDefaultAsync(p => p.CredentialId == id, ct) is not { } row
                || await db.Set<AccountRow>().SingleOrDefaultAsync(a => a.PersonKey == row.PersonKey, ct) is not { } account
                || account.Kind == "officer")
            {
                return new Result.Refused(new(
                    "لا نعرف مفتاح المرور هذا، وربما حُذف من حسابك. ادخل بالهوية الرقمية الوطنية، ثم أضفه من صفحة «الدخول إلى حسابي».",
                    "This passkey is not known here; it may have been removed from your account. Sign in with the national digital identity, then add it on the page “Getting into my account”."));
            }

            if (await Ceremony.CheckAsync(() => fido.MakeAssertionAsync(
                new MakeAssertionParams
                {
                    AssertionResponse = response,
                    OriginalOptions = AssertionOptions.FromJson(asked),
                    StoredPublicKey = row.PublicKey,

                    // Counted below, where a step back is told to the person.
                    StoredSignatureCounter = 0,
                    IsUserHandleOwnerOfCredentialIdCallback = (p, _) => Task.FromResult(p.UserHandle.AsSpan().SequenceEqual(account.Alias.ToByteArray())),
                }, ct)) is not { } good)
            {
                return new Result.Refused(Ceremony.NotOurs);
            }

            if (row.StoppedAt is not null)
            {
                return new Result.Refused(Stopped);
            }

            var change = new Change(account.ToSignedIn().ToActor(), Channel.Portal, "passkey-signing-in", _time.GetUtcNow());
            var back = row.SignCount > 0 && good.SignCount <= row.SignCount;
            if (back)
            {
                var safety = await SafetyRow.OpenAsync(db, row.PersonKey, change, ct);
                row.StoppedAt = change.Now;
                change.Record(safety.Chain, "passkey-stopped", new { passkey = row.Id, counted = row.SignCount, said = good.SignCount });
                await _news.PublishAsync(new AccountTouched(row.PersonKey, account.Phone, AccountTouch.PasskeyStopped, row.Name), change, ct);
            }
            else
            {
                (row.SignCount, row.LastUsedAt, account.LastSeenAt) = (good.SignCount, change.Now, change.Now);
                change.Update(account, nameof(account.LastSeenAt));
            }

            change.Update(row);
            var written = await _writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return back ? new Result.Refused(Stopped)
                    : new Result.Welcome(account.ToSignedIn() with { Level = row.Level, Method = SignInMethod.Passkey, AuthenticatedAt = change.Now });
            }

            if (tries == 3)
            {
                written.OrThrow();
            }
        }
    }

    private static LocalizedText Stopped => new(
        "أوقفنا مفتاح المرور هذا لأن عدّاده رجع إلى الوراء، وهذا ما يحدث حين يُنسخ. ادخل بالهوية الرقمية الوطنية، واحذفه، وأضف غيره.",
        "This passkey was stopped because its counter went back, as happens when one is copied. Sign in with the national digital identity, remove it, and add another.");
}
