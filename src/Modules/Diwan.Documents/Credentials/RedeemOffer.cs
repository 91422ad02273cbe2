using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>The token endpoint of OpenID4VCI: exchanges a pre-authorised code, once, for an access token.</summary>
public sealed class RedeemOffer(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public const string Grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    /// <summary>After so many wrong transaction codes an offer is dead.</summary>
    public const int MostWrong = 5;

    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Token(string AccessToken) : Result;

        /// <param name="Error">As RFC 6749, 5.2 names it.</param>
        public sealed record Refused(string Error, string Description) : Result;
    }

    public async Task<Result> RunAsync(string? grantType, string? code, string? txCode, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(grantType))
        {
            return new Result.Refused("invalid_request", "grant_type is missing");
        }

        if (grantType != Grant)
        {
            return new Result.Refused("unsupported_grant_type", $"the grant type here is {Grant}");
        }

        if (string.IsNullOrEmpty(code))
        {
            return new Result.Refused("invalid_request", "pre-authorized_code is missing");
        }

        if (string.IsNullOrEmpty(txCode))
        {
            return new Result.Refused("invalid_request", "tx_code is missing: the holder sees it beside the offer");
        }

        var hash = Secret.Hash(code);
        var dead = new Result.Refused("invalid_grant", "the code is unknown, expired or used");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var change = new Change(Actor.System("wallet"), Channel.Api, "credential-redeeming", time.GetUtcNow());
            if (await db.Set<CredentialOfferRow>().FirstOrDefaultAsync(o => o.CodeHash == hash, ct) is not { } row
                || row.TokenHash is not null || row.ExpiresAt <= change.Now || row.Wrong >= MostWrong)
            {
                return dead;
            }

            var right = OfferCredential.TxHash(row.Id, txCode) == row.TxHash;
            var token = Secret.New();
            if (right)
            {
                (row.TokenHash, row.TokenExpiresAt) = (Secret.Hash(token), change.Now + TokenLifetime);
            }
            else
            {
                row.Wrong++;
            }

            change.Update(row);
            if ((await writer.WriteAsync(change, ct)).IsWritten)
            {
                return right ? new Result.Token(token) : new Result.Refused("invalid_grant", "the transaction code is wrong");
            }
        }

        return dead;
    }
}
