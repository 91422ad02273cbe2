using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Sandbox.Registers;

namespace Diwan.Sandbox.Identity;

/// <summary>What a client asked for when it sent somebody here to sign in.</summary>
internal sealed record Request(string ClientId, string RedirectUri, string Challenge, string? Nonce, string? State, string? Acr, bool FormPost);

internal sealed record Grant(Request Request, string Subject, DateTimeOffset At);

internal sealed record KeyParts(string D, string X, string Y);

/// <summary>
/// Signs people in, in the manner of a national digital identity: OpenID Connect Core, authorization code with PKCE (RFC 7636, S256 only),
/// identity tokens signed with ES256. Written out by hand, since nothing here is kept: no accounts, no sessions, no passwords.
/// </summary>
internal sealed class IdentityProvider
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, Grant> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _tokens = new(StringComparer.Ordinal);
    private readonly World _world;
    private readonly ECDsa _key;
    private readonly Uri? _product;

    internal IdentityProvider(World world, Uri? product)
    {
        _world = world;
        _product = product;
        if (world.Journal.Get<KeyParts>("identity/key") is { } kept)
        {
            _key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                D = Base64.DecodeBytes(kept.D),
                Q = new ECPoint { X = Base64.DecodeBytes(kept.X), Y = Base64.DecodeBytes(kept.Y) },
            });
        }
        else
        {
            _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var made = _key.ExportParameters(true);
            world.Journal.Put("identity/key", new KeyParts(Base64.Encode(made.D), Base64.Encode(made.Q.X), Base64.Encode(made.Q.Y)));
        }

        var point = _key.ExportParameters(false).Q;
        var (x, y) = (Base64.Encode(point.X), Base64.Encode(point.Y));
        // RFC 7638: the thumbprint of the required members in order.
        KeyId = Base64.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        KeySet = new { keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyId, x, y } } };
    }

    internal string KeyId { get; }

    internal object KeySet { get; }

    internal static object Discovery(string issuer) => new
    {
        issuer,
        authorization_endpoint = $"{issuer}/authorize",
        token_endpoint = $"{issuer}/token",
        userinfo_endpoint = $"{issuer}/userinfo",
        end_session_endpoint = $"{issuer}/end_session",
        jwks_uri = $"{issuer}/jwks",
        response_types_supported = new[] { "code" },
        response_modes_supported = new[] { "query", "form_post" },
        grant_types_supported = new[] { "authorization_code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "ES256" },
        token_endpoint_auth_methods_supported = new[] { "client_secret_basic", "client_secret_post", "none" },
        code_challenge_methods_supported = new[] { "S256" },
        scopes_supported = new[] { "openid", "profile", "phone" },
        acr_values_supported = new[] { "low", "substantial", "high" },
        claims_supported = new[] { "sub", "name", "name_en", "birthdate", "gender", "phone_number", "nationality", "residence_country", "governorate", "kind", "roles", "acr", "auth_time" },
        ui_locales_supported = new[] { "ar", "en" },
    };

    /// <summary>Only addresses on this machine, or of the product, are sent anybody back to.</summary>
    internal bool Allows(string? uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed.Fragment.Length == 0
        && (parsed.IsLoopback || (_product is not null && parsed.GetLeftPart(UriPartial.Authority) == _product.GetLeftPart(UriPartial.Authority)));

    /// <summary>The claims about somebody, or null when nobody living has that number.</summary>
    internal JsonObject? Claims(string subject)
    {
        var persona = _world.Ready.Personas.FirstOrDefault(p => p.Number == subject);
        if (persona?.Kind == "resident")
        {
            var resident = PeopleRegisters.FindResident(persona.Number, persona.Nationality!)!;
            return Make(subject, resident.Name, resident.Born, resident.Gender, resident.Phone, resident.Nationality, "JO", resident.Governorate, "resident", []);
        }

        return _world.Person(subject) is { Alive: true } person
            ? Make(subject, person.FullName, person.Born, person.Gender, person.Phone, "JO", person.Country, person.Country == "JO" ? person.Governorate : null, persona?.Kind ?? "citizen", persona?.Roles ?? [])
            : null;

        static JsonObject Make(string subject, Nation.Word name, DateOnly born, char gender, string? phone, string nationality, string country, string? governorate, string kind, IReadOnlyList<string> roles) => new()
        {
            ["sub"] = subject,
            ["name"] = name.Ar,
            ["name_en"] = name.En,
            ["birthdate"] = born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["gender"] = gender == 'M' ? "male" : "female",
            ["phone_number"] = phone,
            ["nationality"] = nationality,
            ["residence_country"] = country,
            ["governorate"] = governorate,
            ["kind"] = kind,
            ["roles"] = new JsonArray([.. roles.Select(r => JsonValue.Create(r))]),
        };
    }

    internal string Issue(Request request, string subject)
    {
        foreach (var (old, _) in _codes.Count > 1_000 ? _codes.Where(c => _world.Now - c.Value.At > CodeLife) : [])
        {
            _codes.TryRemove(old, out _);
        }

        var code = Secret();
        _codes[code] = new Grant(request, subject, _world.Now);
        return code;
    }

    /// <summary>Turns a code into tokens. A code works once, for its own client, address and verifier, for two minutes.</summary>
    internal object? Redeem(string issuer, string? code, string? clientId, string? redirectUri, string? verifier, out string error)
    {
        error = "invalid_grant";
        if (code is null || !_codes.TryRemove(code, out var grant))
        {
            return null;
        }

        var expected = grant.Request.Challenge;
        var proven = verifier is { Length: >= 43 and <= 128 }
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Base64.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));
        if (!proven || grant.Request.ClientId != clientId || grant.Request.RedirectUri != redirectUri || _world.Now - grant.At > CodeLife)
        {
            return null;
        }

        if (_tokens.Count > 20_000)
        {
            foreach (var (old, _) in _tokens.Where(t => _world.Now - t.Value.At > TimeSpan.FromHours(1)))
            {
                _tokens.TryRemove(old, out _);
            }
        }

        var access = Secret();
        _tokens[access] = grant with { At = _world.Now };
        return new { access_token = access, token_type = "Bearer", expires_in = 3600, scope = "openid profile phone", id_token = IdToken(issuer, grant, access) };
    }

    internal JsonObject? UserInfo(string? access) =>
        access is not null && _tokens.TryGetValue(access, out var grant) && _world.Now - grant.At < TimeSpan.FromHours(1) ? Claims(grant.Subject) : null;

    private string IdToken(string issuer, Grant grant, string access)
    {
        var now = _world.Now.ToUnixTimeSeconds();
        var claims = Claims(grant.Subject)!;
        claims["iss"] = issuer;
        claims["aud"] = grant.Request.ClientId;
        claims["iat"] = now;
        claims["exp"] = now + 300;
        claims["auth_time"] = grant.At.ToUnixTimeSeconds();
        // Officers of this nation always sign in with the card of their office; a provider may answer by a higher level than was asked for.
        claims["acr"] = (string?)claims["kind"] == "officer" ? "high" : grant.Request.Acr;
        claims["at_hash"] = Base64.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(access)).AsSpan(0, 16).ToArray());
        if (grant.Request.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        var header = JsonSerializer.Serialize(new { alg = "ES256", typ = "JWT", kid = KeyId });
        var signed = $"{Base64.Encode(header)}.{Base64.Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64.Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Secret() => Base64.Encode(RandomNumberGenerator.GetBytes(32));
}

/// <summary>Base64 for addresses and tokens, without padding (RFC 7515).</summary>
internal static class Base64
{
    internal static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    internal static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    internal static byte[] DecodeBytes(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
