using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Diwan.Documents;
using Diwan.Kernel;

namespace Diwan.Web.Tests.Api;

/// <summary>OpenID4VCI over HTTP, as a wallet meets it: from the offer to the credential and its status, and what bad input gets.</summary>
public sealed class WalletApiTests(TrustSite site) : IClassFixture<TrustSite>
{
    private const string Configuration = "moj.non-conviction-certificate.certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wallet_goes_from_the_offer_to_the_credential_and_its_status()
    {
        var (code, _) = await site.IssueAsync();
        using var http = site.CreateClient();
        // What the metadata say is where the wallet goes.
        var metadata = await GetAsync(http, "/.well-known/openid-credential-issuer");
        Assert.Equal("https://diwan.example/wallet/credential", metadata["credential_endpoint"]!.GetValue<string>());
        var configuration = metadata["credential_configurations_supported"]![Configuration]!;
        Assert.Equal("dc+sd-jwt", configuration["format"]!.GetValue<string>());
        Assert.Equal(["ar", "en"], configuration["credential_metadata"]!["display"]!.AsArray().Select(d => d!["locale"]!.GetValue<string>()));
        Assert.Equal("https://diwan.example/wallet/token", (await GetAsync(http, "/.well-known/oauth-authorization-server"))["token_endpoint"]!.GetValue<string>());

        var (preAuthorised, tx) = await OfferAsync(code);
        var token = await TokenAsync(http, preAuthorised, tx);
        using var holder = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var answer = await AskAsync(http, token, Request(Proof(holder, await NonceAsync(http))));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var credential = (await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(Ct), cancellationToken: Ct))!["credentials"]![0]!["credential"]!.GetValue<string>();

        // Anyone verifies it with what is published.
        var parts = credential.Split('~')[0].Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        var keys = (await GetAsync(http, "/.well-known/jwt-vc-issuer"))["jwks"]!["keys"]!.AsArray();
        var jwk = keys.Single(k => k!["kid"]!.GetValue<string>() == header["kid"]!.GetValue<string>())!;
        using var issuer = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(jwk["x"]!.GetValue<string>()), Y = Base64Url.DecodeFromChars(jwk["y"]!.GetValue<string>()) },
        });
        Assert.True(issuer.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal(Base64Url.EncodeToString(holder.ExportParameters(false).Q.X), payload["cnf"]!["jwk"]!["x"]!.GetValue<string>());
        Assert.Contains("سلمى", credential.Split('~')[1..^1].Select(d => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(d))).Aggregate(string.Concat), StringComparison.Ordinal);
        var type = await GetAsync(http, new Uri(payload["vct"]!.GetValue<string>()).AbsolutePath);
        Assert.Equal(payload["vct"]!.GetValue<string>(), type["vct"]!.GetValue<string>());

        // Its status is where it says, and changes when the document is revoked.
        var status = payload["status"]!["status_list"]!;
        using var list = await http.GetAsync(new Uri(status["uri"]!.GetValue<string>()).AbsolutePath, Ct);
        Assert.Equal("application/statuslist+jwt", list.Content.Headers.ContentType!.MediaType);
        Assert.Equal(0, Bit(await list.Content.ReadAsStringAsync(Ct), status["idx"]!.GetValue<int>()));
        await site.RevokeAsync(code, RevocationReason.ByOrder);
        Assert.Equal(1, Bit(await http.GetStringAsync(new Uri(status["uri"]!.GetValue<string>()).AbsolutePath, Ct), status["idx"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_wrong_request_for_a_token_is_refused_as_RFC_6749_names_it()
    {
        using var http = site.CreateClient();
        var (code, _) = await site.IssueAsync();
        var (offer, tx) = await OfferAsync(code);

        await RefusedAsync("invalid_request", new StringContent("{}", Encoding.UTF8, "application/json"));
        await RefusedAsync("invalid_request", Form(("pre-authorized_code", offer), ("tx_code", tx)));
        await RefusedAsync("unsupported_grant_type", Form(("grant_type", "password"), ("pre-authorized_code", offer), ("tx_code", tx)));
        await RefusedAsync("invalid_request", Form(("grant_type", RedeemOffer.Grant), ("tx_code", tx)));
        await RefusedAsync("invalid_request", Form(("grant_type", RedeemOffer.Grant), ("pre-authorized_code", offer)));
        await RefusedAsync("invalid_grant", Form(("grant_type", RedeemOffer.Grant), ("pre-authorized_code", "nonsense"), ("tx_code", tx)));
        await RefusedAsync("invalid_grant", Form(("grant_type", RedeemOffer.Grant), ("pre-authorized_code", offer), ("tx_code", tx == "000000" ? "000001" : "000000")));
        Assert.NotEmpty(await TokenAsync(http, offer, tx));
        // Once only.
        await RefusedAsync("invalid_grant", Form(("grant_type", RedeemOffer.Grant), ("pre-authorized_code", offer), ("tx_code", tx)));

        async Task RefusedAsync(string error, HttpContent body)
        {
            using var answer = await http.PostAsync("/wallet/token", body, Ct);
            await ErrorAsync(answer, HttpStatusCode.BadRequest, error);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task A_wrong_request_for_a_credential_is_refused_as_OpenID4VCI_names_it()
    {
        using var http = site.CreateClient();
        using var holder = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (code, _) = await site.IssueAsync();
        var (offer, tx) = await OfferAsync(code);
        var token = await TokenAsync(http, offer, tx);
        var nonce = await NonceAsync(http);

        using (var missing = await AskAsync(http, null, Request(Proof(holder, nonce))))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, missing.StatusCode);
            Assert.Equal("Bearer", missing.Headers.WwwAuthenticate.Single().Scheme);
        }

        using (var wrong = await AskAsync(http, "nonsense", Request(Proof(holder, nonce))))
        {
            await ErrorAsync(wrong, HttpStatusCode.Unauthorized, "invalid_token");
        }

        foreach (var (error, body) in new (string, string)[]
        {
            ("invalid_credential_request", "not json"),
            ("invalid_credential_request", "[1]"),
            ("invalid_credential_request", "{}"),
            ("invalid_credential_request", new string('[', 5000)),
            ("unknown_credential_configuration", new JsonObject { ["credential_configuration_id"] = "dls.land-plan.plan" }.ToJsonString()),
            ("unknown_credential_identifier", new JsonObject { ["credential_identifier"] = "x" }.ToJsonString()),
            ("invalid_encryption_parameters", new JsonObject { ["credential_response_encryption"] = new JsonObject() }.ToJsonString()),
            ("invalid_proof", new JsonObject { ["credential_configuration_id"] = Configuration }.ToJsonString()),
            ("invalid_proof", Request("a.b.c")),
            ("invalid_proof", Request(Proof(holder, nonce, "https://other.example"))),
            ("invalid_nonce", Request(Proof(holder, "made-up"))),
        })
        {
            using var answer = await AskAsync(http, token, body);
            await ErrorAsync(answer, HttpStatusCode.BadRequest, error);
        }

        // None of it used the token up; the right request still gets its credential, and only one.
        var proof = Request(Proof(holder, nonce));
        using var given = await AskAsync(http, token, proof);
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        using var again = await AskAsync(http, token, proof);
        await ErrorAsync(again, HttpStatusCode.BadRequest, "credential_request_denied");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        using var http = site.CreateClient();
        foreach (var path in (string[])["/status-lists/99999", "/vct/moj/nothing/certificate", "/status-lists/x"])
        {
            using var answer = await http.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task<JsonNode> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Ct);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
    }

    private static FormUrlEncodedContent Form(params (string Key, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Key, f.Value)));

    private static async Task ErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string error)
    {
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(status, answer.StatusCode);
        var json = JsonNode.Parse(body)!;
        Assert.Equal(error, json["error"]!.GetValue<string>());
        Assert.NotEmpty(json["error_description"]!.GetValue<string>());
    }

    private static async Task<string> TokenAsync(HttpClient http, string code, string tx)
    {
        using var answer = await http.PostAsync("/wallet/token", Form(("grant_type", RedeemOffer.Grant), ("pre-authorized_code", code), ("tx_code", tx)), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["access_token"]!.GetValue<string>();
    }

    private static async Task<string> NonceAsync(HttpClient http)
    {
        using var answer = await http.PostAsync("/wallet/nonce", null, Ct);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["c_nonce"]!.GetValue<string>();
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, string? token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/wallet/credential") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, Ct);
    }

    private static string Request(string proof) =>
        new JsonObject { ["credential_configuration_id"] = Configuration, ["proofs"] = new JsonObject { ["jwt"] = new JsonArray(proof) } }.ToJsonString();

    private static string Proof(ECDsa holder, string nonce, string audience = "https://diwan.example")
    {
        var q = holder.ExportParameters(false).Q;
        var header = new JsonObject
        {
            ["alg"] = "ES256",
            ["typ"] = "openid4vci-proof+jwt",
            ["jwk"] = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(q.X), ["y"] = Base64Url.EncodeToString(q.Y) },
        };
        var payload = new JsonObject { ["aud"] = audience, ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), ["nonce"] = nonce };
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(holder.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";

        static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
    }

    /// <summary>The bit of a status list (one bit each, the lowest first, compressed with zlib).</summary>
    private static int Bit(string token, int index)
    {
        var list = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!["status_list"]!;
        Assert.Equal(1, list["bits"]!.GetValue<int>());
        using var packed = new System.IO.Compression.ZLibStream(new MemoryStream(Base64Url.DecodeFromChars(list["lst"]!.GetValue<string>())), System.IO.Compression.CompressionMode.Decompress);
        using var bits = new MemoryStream();
        packed.CopyTo(bits);
        return (bits.ToArray()[index / 8] >> (index % 8)) & 1;
    }

    private async Task<(string Code, string Tx)> OfferAsync(string document)
    {
        var offered = Assert.IsType<OfferCredential.Result.Offered>(await site.Services.GetRequiredService<OfferCredential>().RunAsync(
            document, TrustSite.Holder, new Actor(ActorKind.Person, TrustSite.Holder, "A person"), Ct));
        var offer = JsonNode.Parse(HttpUtility.ParseQueryString(new Uri(offered.Link).Query)["credential_offer"]!)!;
        Assert.Equal([Configuration], offer["credential_configuration_ids"]!.AsArray().Select(c => c!.GetValue<string>()));
        return (offer["grants"]![RedeemOffer.Grant]!["pre-authorized_code"]!.GetValue<string>(), offered.TxCode);
    }
}
