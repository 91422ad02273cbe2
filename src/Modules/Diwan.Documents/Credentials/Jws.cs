using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Diwan.Documents.Credentials;

/// <summary>JWS compact (RFC 7515) with ES256 and nothing else.</summary>
internal static class Jws
{
    /// <summary>Longer tokens are not looked at.</summary>
    internal const int MaxLength = 64 * 1024;

    internal static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Sign(JsonObject header, JsonObject payload, ECDsa key)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Takes a token apart without verifying it. Null when it is no JWS of ES256.</summary>
    internal static Parsed? Parse(string? token)
    {
        if (token is null || token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
        {
            return null;
        }

        try
        {
            return Strict(signature) is { Length: 64 } raw && Object(header) is { } head && Object(payload) is { } claims && Text(head["alg"]) == "ES256" && !head.ContainsKey("crit")
                ? new(head, claims, Encoding.ASCII.GetBytes($"{header}.{payload}"), raw)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>The bytes of base64url as RFC 7515 writes it: without padding, and with no bits left over. Null otherwise.</summary>
    internal static byte[]? Strict(string text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal static string Encode(JsonNode node) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(node.ToJsonString(Json)));

    /// <summary>The public key of a JWK, if it is a point on P-256 and holds no private part.</summary>
    internal static ECDsa? Key(JsonNode? jwk)
    {
        if (jwk is not JsonObject key || Text(key["kty"]) != "EC" || Text(key["crv"]) != "P-256" || key.ContainsKey("d")
            || Strict(Text(key["x"]) ?? "") is not { Length: 32 } x || Strict(Text(key["y"]) ?? "") is not { Length: 32 } y)
        {
            return null;
        }

        try
        {
            return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
        }
        catch (CryptographicException)
        {
            return null; // not a point of the curve
        }
    }

    internal static JsonObject Jwk(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey() ?? throw new InvalidOperationException("Seal keys are of P-256.");
        return Jwk(key);
    }

    internal static JsonObject Jwk(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    /// <summary>RFC 7638.</summary>
    internal static string Thumbprint(JsonNode jwk) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $$"""{"crv":"{{Text(jwk["crv"])}}","kty":"{{Text(jwk["kty"])}}","x":"{{Text(jwk["x"])}}","y":"{{Text(jwk["y"])}}"}""")));

    private static JsonObject? Object(string part) => Strict(part) is { } bytes
        ? JsonNode.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), documentOptions: new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false }) as JsonObject
        : null;

    internal sealed record Parsed(JsonObject Header, JsonObject Payload, byte[] Signed, byte[] Signature)
    {
        internal bool IsSignedBy(ECDsa key) => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256);
    }
}
