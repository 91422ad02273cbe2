using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Diwan.Documents.Credentials;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Diwan.Documents;

/// <summary>Makes the SD-JWT VC of a document: the same facts as its QR seal, each to be shown or kept back by the holder.</summary>
public sealed class CredentialIssuer(SealKeys keys, IOptions<DocumentsOptions> options)
{
    /// <summary>How many credentials a status list has room for. It is never filled beyond half, so that a free place is soon found.</summary>
    internal const int ListSize = 1 << 17;

    /// <summary>How many credentials are made of one document before the last one's place is used again.</summary>
    private const int MostOfOne = 50;

    /// <summary>The identifier of the issuer: where its metadata is found.</summary>
    public string Issuer { get; } = new Uri(options.Value.VerifyAddress).GetLeftPart(UriPartial.Authority);

    /// <summary>The name of a type of document among the credential configurations: <c>moj.non-conviction-certificate.certificate</c>.</summary>
    public static string ConfigurationOf(string type) => type.Replace('/', '.');

    /// <summary>The type of the credential (vct), which is also where its metadata is.</summary>
    public string TypeOf(string type) => $"{Issuer}/vct/{type}";

    public string StatusListOf(int list) => $"{Issuer}/status-lists/{list}";

    /// <summary>The keys that credentials and status lists are verified with, as a JWK set.</summary>
    public JsonObject Keys()
    {
        var set = new JsonArray();
        foreach (var published in keys.Published().Keys)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(published.Certificate));
            if (certificate.GetECDsaPublicKey() is null)
            {
                continue;
            }

            var jwk = Jws.Jwk(certificate);
            jwk["use"] = "sig";
            jwk["alg"] = "ES256";
            jwk["kid"] = published.KeyId;
            jwk["x5c"] = new JsonArray(published.Certificate);
            set.Add(jwk);
        }

        return new JsonObject { ["keys"] = set };
    }

    /// <summary>Finds a place in a status list for another credential of the document.</summary>
    internal static async Task<(CredentialStatusRow Place, bool IsNew)> PlaceAsync(AppDbContext db, Guid document, DateTimeOffset now, CancellationToken ct)
    {
        var places = db.Set<CredentialStatusRow>();
        if (await places.CountAsync(s => s.DocumentId == document, ct) >= MostOfOne)
        {
            return (await places.Where(s => s.DocumentId == document).OrderByDescending(s => s.At).FirstAsync(ct), false);
        }

        var list = await places.OrderByDescending(s => s.List).Select(s => s.List).FirstOrDefaultAsync(ct);
        if (await places.CountAsync(s => s.List == list, ct) >= ListSize / 2)
        {
            list++;
        }

        while (true)
        {
            var index = RandomNumberGenerator.GetInt32(ListSize);
            if (!await places.AnyAsync(s => s.List == list && s.Index == index, ct))
            {
                return (new CredentialStatusRow { List = list, Index = index, DocumentId = document, At = now }, true);
            }
        }
    }

    /// <param name="holder">The holder's public key as a JWK; null makes a credential that is bound to nobody, as a file is.</param>
    internal string Make(DocumentRow row, CredentialStatusRow place, JsonObject? holder, DateTimeOffset now)
    {
        var copy = row.ToCopy();
        var key = keys.Sealing(row.Institution, copy.Institution, now);
        var header = new JsonObject
        {
            ["alg"] = "ES256",
            ["typ"] = "dc+sd-jwt",
            ["kid"] = key.KeyId,
            ["x5c"] = new JsonArray(Convert.ToBase64String(key.Certificate.RawData)),
        };
        var payload = new JsonObject
        {
            ["iss"] = Issuer,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["vct"] = TypeOf(row.Type),
            ["status"] = new JsonObject { ["status_list"] = new JsonObject { ["idx"] = place.Index, ["uri"] = StatusListOf(place.List) } },
            ["issuing_institution"] = row.Institution,
            ["issuance_date"] = NationalCalendar.DateAt(row.IssuedAt).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (row.ValidUntil is { } until)
        {
            payload["exp"] = NationalCalendar.At(until.AddDays(1), TimeOnly.MinValue).ToUnixTimeSeconds();
        }

        if (row.Sandbox)
        {
            payload["sandbox"] = true;
        }

        if (holder is not null)
        {
            payload["cnf"] = new JsonObject { ["jwk"] = holder.DeepClone() };
        }

        return SdJwt.Issue(
            header,
            payload,
            copy.Facts.Select(f => KeyValuePair.Create(f.Key, (JsonNode)f.Value)).Prepend(KeyValuePair.Create("document_number", (JsonNode)row.Code)),
            key.Key);
    }

    /// <summary>The claims of a credential of ours, disclosed ones in their place; null when it is not one, or was altered.</summary>
    public JsonObject? Read(string? credential)
    {
        var published = keys.Published();
        return SdJwt.Verify(credential, header =>
            Jws.Text(header["typ"]) == "dc+sd-jwt" && published.Find(Jws.Text(header["kid"]) ?? "") is { Key.Use: SealKeyUse.Seal } found
                ? found.Certificate.GetECDsaPublicKey()
                : null);
    }

    internal static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
