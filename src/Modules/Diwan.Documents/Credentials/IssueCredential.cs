using System.Text.Json.Nodes;
using Diwan.Documents.Credentials;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>The credential and nonce endpoints of OpenID4VCI: one credential for an access token, bound to the key whose possession is proven.</summary>
public sealed class IssueCredential(
    IDbContextFactory<AppDbContext> contexts, CredentialIssuer issuer, CheckpointKey key, ChangeWriter writer, TimeProvider time)
{
    private const int ExpiredAtOnce = 20;

    /// <summary>How old a proof may be, and how far our clocks may differ.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Issued(string Credential) : Result;

        /// <summary>The access token is missing, unknown or expired (RFC 6750).</summary>
        public sealed record NotAuthorised(bool Missing) : Result;

        /// <param name="Error">As OpenID4VCI 1.0, 8.3.1.2 names it.</param>
        public sealed record Refused(string Error, string Description) : Result;
    }

    /// <summary>A fresh nonce for a key proof.</summary>
    public string Nonce() => Nonces.New(key, time.GetUtcNow());

    public async Task<Result> RunAsync(string? accessToken, JsonObject? request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(accessToken))
        {
            return new Result.NotAuthorised(Missing: true);
        }

        var hash = Secret.Hash(accessToken);
        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var change = new Change(Actor.System("wallet"), Channel.Api, "credential-issuing", time.GetUtcNow());
            if (await db.Set<CredentialOfferRow>().FirstOrDefaultAsync(o => o.TokenHash == hash, ct) is not { } offer || offer.TokenExpiresAt <= change.Now)
            {
                return new Result.NotAuthorised(Missing: false);
            }

            if (offer.IssuedAt is not null)
            {
                return new Result.Refused("credential_request_denied", "the credential of this offer was issued before; make a new offer");
            }

            var row = await db.Set<DocumentRow>().FirstAsync(d => d.Id == offer.DocumentId, ct);
            if (Fault(request, row) is { } fault)
            {
                return fault;
            }

            if (row.StatusOn(NationalCalendar.DateAt(change.Now)) != DocumentStatus.InForce)
            {
                return new Result.Refused("credential_request_denied", "the document is no longer in force");
            }

            var (proofFault, holder, nonce, expiry) = Proof(request!, change.Now);
            if (proofFault is not null)
            {
                return proofFault;
            }

            var used = Nonces.Identity(nonce!);
            if (await db.Set<UsedNonceRow>().AnyAsync(n => n.Hash == used, ct))
            {
                return NonceRefused();
            }

            var (place, isNew) = await CredentialIssuer.PlaceAsync(db, row.Id, change.Now, ct);
            if (isNew)
            {
                change.Insert(place);
            }

            offer.IssuedAt = change.Now;
            change.Update(offer);
            change.Insert(new UsedNonceRow { Hash = used, ExpiresAt = expiry });
            var old = await db.Set<UsedNonceRow>().Where(n => n.ExpiresAt < change.Now).Take(ExpiredAtOnce).ToListAsync(ct);
            old.ForEach(change.Delete);
            var written = await writer.WriteAsync(change, ct);
            if (written.IsWritten)
            {
                return new Result.Issued(issuer.Make(row, place, holder, change.Now));
            }

            // Read afresh: another request with the same token or nonce was faster, and is found above; or the place was taken.
            if (attempt == 4)
            {
                written.OrThrow();
            }
        }
    }

    private static Result.Refused? Fault(JsonObject? request, DocumentRow row)
    {
        if (request is null)
        {
            return new("invalid_credential_request", "the body is not a JSON object");
        }

        if (request.ContainsKey("credential_response_encryption"))
        {
            return new("invalid_encryption_parameters", "responses are not encrypted here beyond TLS");
        }

        if (request.ContainsKey("credential_identifier"))
        {
            return new("unknown_credential_identifier", "no credential identifiers were given out; use credential_configuration_id");
        }

        return Jws.Text(request["credential_configuration_id"]) switch
        {
            null => new("invalid_credential_request", "credential_configuration_id is missing"),
            var id when id != CredentialIssuer.ConfigurationOf(row.Type) => new("unknown_credential_configuration", "the token is not for this credential configuration"),
            _ => null,
        };
    }

    private static Result.Refused NonceRefused() => new("invalid_nonce", "the nonce is unknown, expired or used; ask the nonce endpoint for a new one");

    private (Result.Refused? Fault, JsonObject? Holder, string? Nonce, DateTimeOffset Expiry) Proof(JsonObject request, DateTimeOffset now)
    {
        static (Result.Refused?, JsonObject?, string?, DateTimeOffset) Bad(string why) => (new("invalid_proof", why), null, null, default);
        if (request["proofs"] is not JsonObject { Count: 1 } proofs || proofs["jwt"] is not JsonArray { Count: 1 } proof || Jws.Text(proof[0]) is not { } token)
        {
            return Bad("proofs must hold one proof of the type jwt");
        }

        if (Jws.Parse(token) is not { } parsed)
        {
            return Bad("the proof is not a JWT signed with ES256");
        }

        if (Jws.Text(parsed.Header["typ"]) != "openid4vci-proof+jwt")
        {
            return Bad("the proof's typ is not openid4vci-proof+jwt");
        }

        if (parsed.Header.ContainsKey("kid") || parsed.Header.ContainsKey("x5c") || parsed.Header.ContainsKey("trust_chain"))
        {
            return Bad("the holder's key must be in the header jwk, and nowhere else");
        }

        using var holder = Jws.Key(parsed.Header["jwk"]);
        if (holder is null)
        {
            return Bad("the header jwk is not a public key of P-256");
        }

        if (!parsed.IsSignedBy(holder))
        {
            return Bad("the proof is not signed by the key in its header");
        }

        if (Jws.Text(parsed.Payload["aud"]) != issuer.Issuer)
        {
            return Bad($"the proof's aud is not {issuer.Issuer}");
        }

        if (Jws.Number(parsed.Payload["iat"]) is not { } iat || iat < (now - Oldest).ToUnixTimeSeconds() || iat > (now + Skew).ToUnixTimeSeconds())
        {
            return Bad("the proof's iat is missing, too old or in the future");
        }

        if (!parsed.Payload.ContainsKey("nonce"))
        {
            return Bad("the proof holds no nonce");
        }

        var nonce = Jws.Text(parsed.Payload["nonce"]);
        return Nonces.Expiry(nonce, key, now) is { } expiry ? (null, Jws.Jwk(holder), nonce, expiry) : (NonceRefused(), null, null, default);
    }
}
