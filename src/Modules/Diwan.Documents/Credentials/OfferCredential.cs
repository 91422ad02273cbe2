using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Diwan.Documents.Credentials;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Offers a person's own document to their wallet (OpenID4VCI, pre-authorised code with a transaction code).</summary>
public sealed class OfferCredential(IDbContextFactory<AppDbContext> contexts, CredentialIssuer issuer, ChangeWriter writer, TimeProvider time)
{
    public const int TxCodeLength = 6;

    /// <summary>How long an offer may be taken up.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="Link">What the QR code holds and a wallet on the same telephone opens.</param>
        /// <param name="TxCode">Shown to the holder only, and typed into the wallet.</param>
        public sealed record Offered(string Link, string TxCode, DateTimeOffset ExpiresAt) : Result;

        public sealed record NotFound : Result;

        /// <summary>The person has to show by a higher level who they are.</summary>
        public sealed record NeedsAssurance(Assurance Needed) : Result;

        public sealed record NotInForce : Result;
    }

    public async Task<Result> RunAsync(string number, string personKey, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!DocumentCode.TryParse(number, out var code)
            || await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code.Value && d.PersonKey == personKey, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        if (!actor.Reaches(row.Assurance))
        {
            return new Result.NeedsAssurance(row.Assurance);
        }

        var change = new Change(actor, Channel.Portal, "credential-offering", time.GetUtcNow());
        if (row.StatusOn(NationalCalendar.DateAt(change.Now)) != DocumentStatus.InForce)
        {
            return new Result.NotInForce();
        }

        var secret = CredentialIssuer.NewCode();
        var tx = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var id = change.NewId();
        change.Insert(new CredentialOfferRow
        {
            Id = id,
            DocumentId = row.Id,
            CodeHash = Secret.Hash(secret),
            TxHash = TxHash(id, tx),
            At = change.Now,
            ExpiresAt = change.Now + Lifetime,
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        var offer = Offer(issuer, row.Type, secret).ToJsonString(Jws.Json);
        return new Result.Offered($"openid-credential-offer://?credential_offer={Uri.EscapeDataString(offer)}", tx, change.Now + Lifetime);
    }

    internal static string TxHash(Guid offer, string tx) => Secret.Hash($"{offer:D}:{tx}");

    private static JsonObject Offer(CredentialIssuer issuer, string type, string secret) => new()
    {
        ["credential_issuer"] = issuer.Issuer,
        ["credential_configuration_ids"] = new JsonArray(CredentialIssuer.ConfigurationOf(type)),
        ["grants"] = new JsonObject
        {
            [RedeemOffer.Grant] = new JsonObject
            {
                ["pre-authorized_code"] = secret,
                ["tx_code"] = new JsonObject { ["input_mode"] = "numeric", ["length"] = TxCodeLength },
            },
        },
    };
}
