using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Diwan.Documents.Credentials;

/// <summary>
/// Selective disclosure for JWTs (RFC 9901) as far as credentials of documents need it: claims at the top, each hidden behind a salted hash.
/// </summary>
internal static class SdJwt
{
    internal const int MostDisclosures = 64;

    /// <summary>Names that may never be a disclosure's: those that carry the meaning of the token itself.</summary>
    private static readonly HashSet<string> Reserved =
        new(["_sd", "...", "_sd_alg", "iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "sub"], StringComparer.Ordinal);

    /// <summary>A disclosure: the base64url of the array [salt, name, value].</summary>
    internal static string Disclosure(string salt, string name, JsonNode value) =>
        Jws.Encode(new JsonArray(salt, name, value.DeepClone()));

    internal static string Digest(string disclosure) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure)));

    /// <summary>Issues with every claim of <paramref name="hidden"/> selectively disclosable, in the combined format that ends with a tilde.</summary>
    internal static string Issue(JsonObject header, JsonObject payload, IEnumerable<KeyValuePair<string, JsonNode>> hidden, ECDsa key)
    {
        var disclosures = hidden.Select(claim => Disclosure(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), claim.Key, claim.Value)).ToList();
        // Sorted, so that their order tells nothing.
        payload["_sd"] = new JsonArray([.. disclosures.Select(Digest).Order(StringComparer.Ordinal).Select(d => (JsonNode)d)]);
        payload["_sd_alg"] = "sha-256";
        return $"{Jws.Sign(header, payload, key)}~{string.Concat(disclosures.Select(d => d + "~"))}";
    }

    /// <summary>
    /// The claims of a token whose signature <paramref name="key"/> finds right, disclosed ones in their place. Null whenever anything is not as
    /// the specification asks. Never throws.
    /// </summary>
    /// <param name="key">The key for a header, or null when it is unknown.</param>
    internal static JsonObject? Verify(string? token, Func<JsonObject, ECDsa?> key)
    {
        if (token is null || token.Length > Jws.MaxLength || token.Split('~') is not [var jwt, .. var disclosures, ""] || disclosures.Length > MostDisclosures
            || Jws.Parse(jwt) is not { } parsed)
        {
            return null;
        }

        using var found = key(parsed.Header);
        if (found is null || !parsed.IsSignedBy(found) || (parsed.Payload["_sd_alg"] is { } algorithm && Jws.Text(algorithm) != "sha-256")
            || parsed.Payload["_sd"] is not (null or JsonArray))
        {
            return null;
        }

        var claims = (JsonObject)parsed.Payload.DeepClone();
        var digests = new HashSet<string>(StringComparer.Ordinal);
        foreach (var digest in parsed.Payload["_sd"] as JsonArray ?? [])
        {
            if (Jws.Text(digest) is not { } text || !digests.Add(text))
            {
                return null;
            }
        }

        claims.Remove("_sd");
        claims.Remove("_sd_alg");
        foreach (var disclosure in disclosures)
        {
            // Each disclosure belongs to one digest, and none may be left over.
            if (!digests.Remove(Digest(disclosure)) || Read(disclosure) is not ({ } name, { } value) || Reserved.Contains(name) || claims.ContainsKey(name))
            {
                return null;
            }

            claims[name] = value.DeepClone();
        }

        return claims;
    }

    private static (string? Name, JsonNode? Value) Read(string disclosure)
    {
        try
        {
            return Jws.Strict(disclosure) is { } bytes
                && JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false }) is JsonArray { Count: 3 } array
                && Jws.Text(array[0]) is not null
                ? (Jws.Text(array[1]), array[2])
                : (null, null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}
