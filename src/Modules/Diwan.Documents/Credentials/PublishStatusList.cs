using System.Text.Json.Nodes;
using Diwan.Documents.Credentials;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Makes a token status list (a signed JWT): a set bit says that the credential is no longer valid, revoked or superseded.</summary>
public sealed class PublishStatusList(IDbContextFactory<AppDbContext> contexts, SealKeys keys, CredentialIssuer issuer, TimeProvider time)
{
    public const string MediaType = "application/statuslist+jwt";

    /// <summary>How long a verifier may keep a list.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <returns>Null when there is no list with this number.</returns>
    public async Task<string?> RunAsync(int list, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (list < 0 || (list > 0 && !await db.Set<CredentialStatusRow>().AnyAsync(s => s.List == list, ct)))
        {
            return null;
        }

        var ended = await (
            from s in db.Set<CredentialStatusRow>()
            join d in db.Set<DocumentRow>() on s.DocumentId equals d.Id
            where s.List == list && d.State != DocumentState.InForce
            select s.Index).ToListAsync(ct);
        var bits = new byte[CredentialIssuer.ListSize / 8];
        ended.ForEach(index => StatusBits.Set(bits, index));
        var now = time.GetUtcNow();
        var key = keys.TimeStamping(now);
        var header = new JsonObject
        {
            ["alg"] = "ES256",
            ["typ"] = "statuslist+jwt",
            ["kid"] = key.KeyId,
            ["x5c"] = new JsonArray(Convert.ToBase64String(key.Certificate.RawData)),
        };
        var payload = new JsonObject
        {
            ["sub"] = issuer.StatusListOf(list),
            ["iss"] = issuer.Issuer,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["ttl"] = (long)Keep.TotalSeconds,
            ["status_list"] = new JsonObject { ["bits"] = 1, ["lst"] = StatusBits.Encode(bits) },
        };
        return Jws.Sign(header, payload, key.Key);
    }
}
