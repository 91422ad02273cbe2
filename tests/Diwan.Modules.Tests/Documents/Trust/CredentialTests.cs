using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Diwan.Documents;
using Diwan.Documents.Credentials;
using Diwan.Platform;
using Diwan.Testing;
using Dice = Diwan.Modules.Tests.Documents.SealTests.Dice;

namespace Diwan.Modules.Tests.Documents.Trust;

public sealed class CredentialTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0", "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0")]
    [InlineData("WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd", "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4")]
    public void The_digest_of_a_disclosure_is_that_of_the_specifications_examples(string disclosure, string digest) =>
        Assert.Equal(digest, SdJwt.Digest(disclosure));

    [Fact]
    public void A_disclosure_is_salt_name_and_value_in_base64url() =>
        Assert.Equal(
            """["_26bc4LT-ac6q2KI6cBW5es","family_name","Möbius"]""",
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(SdJwt.Disclosure("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"))));

    [Theory]
    [InlineData("eNrbuRgAAhcBXQ", 1, new[] { 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1 })]
    [InlineData("eNo76fITAAPfAgc", 2, new[] { 1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3 })]
    public void Status_lists_are_read_as_in_the_specifications_examples(string lst, int size, int[] expected)
    {
        var bits = StatusBits.Decode(lst, 100)!;

        Assert.Equal(expected, Enumerable.Range(0, bits.Length * 8 / size).Select(i => StatusBits.Get(bits, i, size)));
        Assert.Equal(bits, StatusBits.Decode(StatusBits.Encode(bits), 100));
        Assert.Null(StatusBits.Decode(lst, 1));
        Assert.Null(StatusBits.Decode("AAAA", 100));
    }

    [Fact]
    public void The_thumbprint_is_that_of_RFC_7638s_members_in_order()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = Jws.Jwk(key);
        var expected = SHA256.HashData(Encoding.ASCII.GetBytes($"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{jwk["x"]}\",\"y\":\"{jwk["y"]}\"}}"));
        Assert.Equal(Base64Url.EncodeToString(expected), Jws.Thumbprint(jwk));
    }

    [Theory, OnEveryDatabase]
    public async Task A_downloaded_credential_holds_the_facts_of_the_seal_and_shows_what_its_holder_shows(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var number = await world.IssueAsync("a", with: c => c with { ValidUntil = new DateOnly(2018, 4, 3) });
        var ready = Assert.IsType<DownloadCredential.Result.Ready>(await world.Get<DownloadCredential>().RunAsync(number, TrustWorld.Holder, TrustWorld.Person, Ct));
        var issuer = world.Get<CredentialIssuer>();

        var claims = issuer.Read(ready.Credential)!;

        Assert.Equal($"certificate-{number}.sd-jwt", ready.Name);
        Assert.Equal(("https://diwan.example", "https://diwan.example/vct/non-conviction-certificate"), ((string)claims["iss"]!, (string)claims["vct"]!));
        Assert.Equal((number, "ليان سامر خليل الحوراني"), ((string)claims["document_number"]!, (string)claims["name"]!));
        Assert.Equal(new DateTimeOffset(2018, 4, 3, 21, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), (long)claims["exp"]!);
        Assert.Null(claims["cnf"]);

        // Fewer disclosures show less and are as good; a strange one is refused.
        var parts = ready.Credential.Split('~');
        var less = issuer.Read($"{parts[0]}~{parts[1]}~")!;
        Assert.Equal(number, (string)less["document_number"]!);
        Assert.Null(less["name"]);
        Assert.NotNull(issuer.Read($"{parts[0]}~"));
        Assert.Null(issuer.Read($"{parts[0]}~{parts[1]}~{parts[1]}~"));
        Assert.Null(issuer.Read($"{parts[0]}~{SdJwt.Disclosure("salt", "name", "Another")}~"));
        Assert.Null(issuer.Read(parts[0]));

        // Nothing hidden can be read from the token itself.
        Assert.DoesNotContain("ليان", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0].Split('.')[1])), StringComparison.Ordinal);
        Assert.IsType<DownloadCredential.Result.NotFound>(await world.Get<DownloadCredential>().RunAsync(number, "JO:2000000102", TrustWorld.Person, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Revoking_a_document_sets_the_bit_of_its_credential_and_of_no_other(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        var (revoked, kept) = (await world.IssueAsync("a"), await world.IssueAsync("b"));
        var (one, other) = (await StatusOf(world, revoked), await StatusOf(world, kept));
        Assert.NotEqual(one, other);
        Assert.Equal((0, 0), (await BitAsync(world, one), await BitAsync(world, other)));

        world.Time.Advance(TimeSpan.FromHours(1));
        await world.RevokeAsync(revoked);

        Assert.Equal((1, 0), (await BitAsync(world, one), await BitAsync(world, other)));
        Assert.IsType<DownloadCredential.Result.NotInForce>(await world.Get<DownloadCredential>().RunAsync(revoked, TrustWorld.Holder, TrustWorld.Person, Ct));
        Assert.Null(await world.Get<PublishStatusList>().RunAsync(7, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_wallet_gets_a_credential_bound_to_its_key(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        using var wallet = new Wallet(world);
        var number = await world.IssueAsync("a");
        await wallet.TakeOfferAsync(number);

        Assert.Equal("https://diwan.example", (string)wallet.Offer["credential_issuer"]!);
        Assert.Equal(6, (int)wallet.Offer["grants"]![RedeemOffer.Grant]!["tx_code"]!["length"]!);
        Assert.IsType<RedeemOffer.Result.Token>(await wallet.RedeemAsync());
        var issued = Assert.IsType<IssueCredential.Result.Issued>(await wallet.AskAsync());

        var claims = world.Get<CredentialIssuer>().Read(issued.Credential)!;
        Assert.Equal(number, (string)claims["document_number"]!);
        Assert.True(JsonNode.DeepEquals(Jws.Jwk(wallet.Key), claims["cnf"]!["jwk"]));
    }

    [Theory, OnEveryDatabase]
    public async Task Codes_and_tokens_work_once_and_in_time(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        using var wallet = new Wallet(world);
        var number = await world.IssueAsync("a");
        await wallet.TakeOfferAsync(number);

        Assert.Equal("unsupported_grant_type", Error(await world.Get<RedeemOffer>().RunAsync("authorization_code", wallet.Code, wallet.TxCode, Ct)));
        Assert.Equal("invalid_request", Error(await world.Get<RedeemOffer>().RunAsync(null, wallet.Code, wallet.TxCode, Ct)));
        Assert.Equal("invalid_request", Error(await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, null, wallet.TxCode, Ct)));
        Assert.Equal("invalid_request", Error(await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, wallet.Code, null, Ct)));
        Assert.Equal("invalid_grant", Error(await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, "unknown", wallet.TxCode, Ct)));
        Assert.Equal("invalid_grant", Error(await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, wallet.Code, wallet.WrongTxCode, Ct)));
        Assert.IsType<RedeemOffer.Result.Token>(await wallet.RedeemAsync());
        Assert.Equal("invalid_grant", Error(await wallet.RedeemAsync())); // used

        Assert.IsType<IssueCredential.Result.Issued>(await wallet.AskAsync());
        Assert.Equal("credential_request_denied", Error(await wallet.AskAsync())); // the token is spent
        Assert.True(Assert.IsType<IssueCredential.Result.NotAuthorised>(await world.Get<IssueCredential>().RunAsync(null, wallet.Request(), Ct)).Missing);
        Assert.False(Assert.IsType<IssueCredential.Result.NotAuthorised>(await world.Get<IssueCredential>().RunAsync("unknown", wallet.Request(), Ct)).Missing);

        await wallet.TakeOfferAsync(number);
        world.Time.Advance(OfferCredential.Lifetime);
        Assert.Equal("invalid_grant", Error(await wallet.RedeemAsync())); // too late

        await wallet.TakeOfferAsync(number);
        await wallet.RedeemAsync();
        world.Time.Advance(RedeemOffer.TokenLifetime);
        Assert.IsType<IssueCredential.Result.NotAuthorised>(await wallet.AskAsync());

        await wallet.TakeOfferAsync(number);
        for (var i = 0; i < RedeemOffer.MostWrong; i++)
        {
            Assert.Equal("invalid_grant", Error(await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, wallet.Code, wallet.WrongTxCode, Ct)));
        }

        Assert.Equal("invalid_grant", Error(await wallet.RedeemAsync())); // guessed at too often

        await wallet.TakeOfferAsync(number);
        await wallet.RedeemAsync();
        await world.RevokeAsync(number);
        Assert.Equal("credential_request_denied", Error(await wallet.AskAsync()));
        Assert.IsType<OfferCredential.Result.NotInForce>(await world.Get<OfferCredential>().RunAsync(number, TrustWorld.Holder, TrustWorld.Person, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Bad_proofs_and_replays_are_refused_as_the_specification_names_them(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        using var wallet = new Wallet(world);
        var number = await world.IssueAsync("a");
        await wallet.TakeOfferAsync(number);
        await wallet.RedeemAsync();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var wrongCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        async Task Refused(string error, JsonObject? request) => Assert.Equal(error, Error(await world.Get<IssueCredential>().RunAsync(wallet.Token, request, Ct)));
        JsonObject With(Action<JsonObject>? header = null, Action<JsonObject>? payload = null, ECDsa? signer = null) => wallet.Request(wallet.Proof(header, payload, signer));

        await Refused("invalid_credential_request", null);
        await Refused("invalid_credential_request", new JsonObject());
        await Refused("unknown_credential_configuration", new JsonObject { ["credential_configuration_id"] = "other" });
        await Refused("unknown_credential_identifier", new JsonObject { ["credential_identifier"] = "x" });
        await Refused("invalid_encryption_parameters", new JsonObject { ["credential_response_encryption"] = new JsonObject() });
        await Refused("invalid_proof", new JsonObject { ["credential_configuration_id"] = wallet.Configuration });
        await Refused("invalid_proof", wallet.Request("not.a.jwt"));
        await Refused("invalid_proof", With(h => h["typ"] = "JWT"));
        await Refused("invalid_proof", With(h => h["alg"] = "none"));
        await Refused("invalid_proof", With(h => h["alg"] = "HS256"));
        await Refused("invalid_proof", With(h => h["crit"] = new JsonArray("x")));
        await Refused("invalid_proof", With(h => h.Remove("jwk")));
        await Refused("invalid_proof", With(h => h["kid"] = "did:example:1"));
        await Refused("invalid_proof", With(h => h["jwk"] = Jws.Jwk(stranger)));
        await Refused("invalid_proof", With(h => h["jwk"]!["d"] = "AAAA"));
        await Refused("invalid_proof", With(h => h["jwk"]!["x"] = h["jwk"]!["y"]!.DeepClone()));
        await Refused("invalid_proof", With(signer: stranger));
        await Refused("invalid_proof", With(signer: wrongCurve));
        await Refused("invalid_proof", With(payload: p => p["aud"] = "https://other.example"));
        await Refused("invalid_proof", With(payload: p => p.Remove("aud")));
        await Refused("invalid_proof", With(payload: p => p["iat"] = world.Time.GetUtcNow().AddMinutes(-11).ToUnixTimeSeconds()));
        await Refused("invalid_proof", With(payload: p => p["iat"] = world.Time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()));
        await Refused("invalid_proof", With(payload: p => p.Remove("nonce")));
        await Refused("invalid_nonce", With(payload: p => p["nonce"] = "made-up"));
        await Refused("invalid_nonce", With(payload: p => p["nonce"] = 5));
        var nonce = world.Get<IssueCredential>().Nonce();
        await Refused("invalid_nonce", With(payload: p => p["nonce"] = $"{nonce[..15]}{(nonce[15] == 'A' ? 'B' : 'A')}{nonce[16..]}"));

        // The same proof again, with a fresh token.
        var proof = wallet.Request(wallet.Proof());
        Assert.IsType<IssueCredential.Result.Issued>(await world.Get<IssueCredential>().RunAsync(wallet.Token, proof, Ct));
        await wallet.TakeOfferAsync(number);
        await wallet.RedeemAsync();
        await Refused("invalid_nonce", proof);

        // And an old nonce in a fresh proof.
        var old = world.Get<IssueCredential>().Nonce();
        world.Time.Advance(TimeSpan.FromMinutes(9));
        await wallet.TakeOfferAsync(number);
        await wallet.RedeemAsync();
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await Refused("invalid_nonce", With(payload: p => p["nonce"] = old));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_many_requests_with_one_token_one_gets_a_credential(DatabaseProvider on)
    {
        await using var world = await TrustWorld.OpenAsync(on);
        using var wallet = new Wallet(world);
        await wallet.TakeOfferAsync(await world.IssueAsync("a"));
        await wallet.RedeemAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => wallet.AskAsync()));

        Assert.Single(results, r => r is IssueCredential.Result.Issued);
        Assert.All(results.Where(r => r is not IssueCredential.Result.Issued), r => Assert.Equal("credential_request_denied", Error(r)));
    }

    [Fact]
    public async Task Ten_thousand_mutated_credentials_are_never_accepted_and_never_crash()
    {
        await using var world = await TrustWorld.OpenAsync(DatabaseProvider.Sqlite);
        var number = await world.IssueAsync("a");
        var credential = ((DownloadCredential.Result.Ready)await world.Get<DownloadCredential>().RunAsync(number, TrustWorld.Holder, TrustWorld.Person, Ct)).Credential;
        var issuer = world.Get<CredentialIssuer>();
        var whole = issuer.Read(credential)!;
        Mutate(credential, 10_000, 21, mutated =>
        {
            // Leaving out whole disclosures is the holder's right; anything else must be refused.
            if (issuer.Read(mutated) is { } claims)
            {
                Assert.All(claims, c => Assert.True(JsonNode.DeepEquals(c.Value, whole[c.Key]), $"{c.Key} was accepted changed: {mutated}"));
                Assert.All(mutated.Split('~'), part => Assert.Contains(part, credential.Split('~')));
            }
        });
    }

    [Fact]
    public async Task Ten_thousand_mutated_proofs_nonces_keys_and_links_are_never_accepted_and_never_crash()
    {
        await using var world = await TrustWorld.OpenAsync(DatabaseProvider.Sqlite);
        using var wallet = new Wallet(world);
        var number = await world.IssueAsync("a");
        await wallet.TakeOfferAsync(number);
        await wallet.RedeemAsync();
        var checkpoint = world.Get<CheckpointKey>();
        var now = world.Time.GetUtcNow();
        var proof = wallet.Proof();
        var nonce = world.Get<IssueCredential>().Nonce();
        var identity = Nonces.Identity(nonce);
        Mutate(proof, 4_000, 22, mutated => Assert.False(
            Jws.Parse(mutated) is { } parsed && Jws.Key(parsed.Header["jwk"]) is { } key && parsed.IsSignedBy(key), mutated));
        Mutate(nonce, 4_000, 23, mutated => Assert.False(
            Nonces.Expiry(mutated, checkpoint, now) is not null && Nonces.Identity(mutated) != identity, mutated));

        var body = ((AddRelyingBody.Result.Added)await world.Get<AddRelyingBody>().RunAsync("بنك", "Bank", TrustWorld.Officer, Ct)).Id;
        var apiKey = ((IssueRelyingKey.Result.Issued)await world.Get<IssueRelyingKey>().RunAsync(body, TrustWorld.Officer, Ct)).Key;
        var link = ((ShareDocument.Result.Made)await world.Get<ShareDocument>().RunAsync(number, TrustWorld.Holder, 7, null, TrustWorld.Person, Ct)).Token;
        var tried = new List<(string Key, string Link, string Code, string Token)>();
        var dice = new Dice(24);
        for (var i = 0; i < Tried.Of(500, 10_000); i++)
        {
            tried.Add((Once(apiKey, dice), Once(link, dice), Once(wallet.Code, dice), Once(wallet.Token!, dice)));
        }

        foreach (var (key, share, code, token) in tried)
        {
            Assert.Null(await world.Get<FindRelyingBodies>().ByKeyAsync(key, Ct));
            Assert.Null(await world.Get<OpenShare>().RunAsync(share, Ct));
            Assert.IsType<RedeemOffer.Result.Refused>(await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, code, wallet.TxCode, Ct));
            Assert.IsType<IssueCredential.Result.NotAuthorised>(await world.Get<IssueCredential>().RunAsync(token, wallet.Request(), Ct));
        }
    }

    [Fact]
    public async Task An_independent_verifier_accepts_our_credential_and_refuses_a_changed_one()
    {
        var (module, why) = Repository.NodePackage("@sd-jwt/core");
        if (module is null)
        {
            Assert.Skip(why);
        }

        await using var world = await TrustWorld.OpenAsync(DatabaseProvider.Sqlite);
        var number = await world.IssueAsync("a");
        var credential = ((DownloadCredential.Result.Ready)await world.Get<DownloadCredential>().RunAsync(number, TrustWorld.Holder, TrustWorld.Person, Ct)).Credential;
        var jwk = world.Get<CredentialIssuer>().Keys()["keys"]!.AsArray().First(k => (string)k!["kid"]! == (string)Jws.Parse(credential.Split('~')[0])!.Header["kid"]!)!;
        var folder = Directory.CreateTempSubdirectory("diwan-sdjwt").FullName;
        var script = Path.Combine(folder, "verify.mjs");
        await File.WriteAllTextAsync(
            script,
            """
            import { createRequire } from 'node:module';
            import { webcrypto, createHash } from 'node:crypto';
            const require = createRequire(process.argv[2] + '/');
            const { SDJwtInstance } = require('@sd-jwt/core');
            const [credential, jwk] = [process.argv[3], JSON.parse(process.argv[4])];
            const key = await webcrypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
            const instance = new SDJwtInstance({
              verifier: (data, signature) => webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signature, 'base64url'), Buffer.from(data)),
              hasher: (data, alg) => createHash(alg.replace('-', '')).update(typeof data === 'string' ? data : Buffer.from(data)).digest(),
              hashAlg: 'sha-256',
            });
            await instance.verify(credential);
            const claims = await instance.getClaims(credential);
            process.stdout.write(JSON.stringify(claims));
            """,
            Ct);

        var (good, said) = await NodeAsync(script, module, credential, jwk.ToJsonString());
        Assert.True(good == 0, said);
        var claims = JsonNode.Parse(said)!;
        Assert.Equal((number, "ليان سامر خليل الحوراني"), ((string)claims["document_number"]!, (string)claims["name"]!));
        var parts = credential.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"moj\"", "\"dls\"", StringComparison.Ordinal);
        var (bad, _) = await NodeAsync(script, module, $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{string.Join('.', parts[2..])}", jwk.ToJsonString());
        Assert.NotEqual(0, bad);
        Directory.Delete(folder, recursive: true);
    }

    private static void Mutate(string text, int times, uint seed, Action<string> look)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < times; i++)
        {
            var mutated = Once(text, dice);
            if (mutated != text)
            {
                look(mutated);
            }
        }
    }

    private static string Once(string text, Dice dice)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=é";
        while (true)
        {
            var at = dice.Next(text.Length);
            var letter = Alphabet[dice.Next(Alphabet.Length)].ToString();
            var mutated = dice.Next(5) switch
            {
                0 => text.Remove(at, Math.Min(text.Length - at, 1 + dice.Next(3))),
                1 => text.Insert(at, letter),
                2 => text[..at],
                3 => text[at..] + text[..at],
                _ => text.Remove(at, 1).Insert(at, letter),
            };
            if (mutated != text)
            {
                return mutated;
            }
        }
    }

    private static string Error(RedeemOffer.Result result) => Assert.IsType<RedeemOffer.Result.Refused>(result).Error;

    private static string Error(IssueCredential.Result result) => Assert.IsType<IssueCredential.Result.Refused>(result).Error;

    private static async Task<(string Uri, int Index)> StatusOf(TrustWorld world, string number)
    {
        var ready = (DownloadCredential.Result.Ready)await world.Get<DownloadCredential>().RunAsync(number, TrustWorld.Holder, TrustWorld.Person, Ct);
        var status = world.Get<CredentialIssuer>().Read(ready.Credential)!["status"]!["status_list"]!;
        return ((string)status["uri"]!, (int)status["idx"]!);
    }

    private static async Task<int> BitAsync(TrustWorld world, (string Uri, int Index) place)
    {
        var token = Jws.Parse(await world.Get<PublishStatusList>().RunAsync(0, Ct))!;
        using var key = Jws.Key(world.Get<CredentialIssuer>().Keys()["keys"]!.AsArray().First(k => (string)k!["kid"]! == (string)token.Header["kid"]!))!;
        Assert.True(token.IsSignedBy(key));
        Assert.Equal(("statuslist+jwt", place.Uri), ((string)token.Header["typ"]!, (string)token.Payload["sub"]!));
        return StatusBits.Get(StatusBits.Decode((string)token.Payload["status_list"]!["lst"]!, 1 << 20)!, place.Index, (int)token.Payload["status_list"]!["bits"]!);
    }

    private static async Task<(int Code, string Said)> NodeAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, process.ExitCode == 0 ? await output : await error);
    }

    /// <summary>What a wallet does, without HTTP.</summary>
    private sealed class Wallet(TrustWorld world) : IDisposable
    {
        internal ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        internal JsonObject Offer { get; private set; } = [];

        internal string TxCode { get; private set; } = "";

        internal string WrongTxCode => TxCode == "000000" ? "000001" : "000000";

        internal string Code => (string)Offer["grants"]![RedeemOffer.Grant]!["pre-authorized_code"]!;

        internal string Configuration => (string)Offer["credential_configuration_ids"]![0]!;

        internal string? Token { get; private set; }

        internal async Task TakeOfferAsync(string number)
        {
            var offered = Assert.IsType<OfferCredential.Result.Offered>(await world.Get<OfferCredential>().RunAsync(number, TrustWorld.Holder, TrustWorld.Person, Ct));
            const string Scheme = "openid-credential-offer://?credential_offer=";
            Assert.StartsWith(Scheme, offered.Link, StringComparison.Ordinal);
            Offer = JsonNode.Parse(Uri.UnescapeDataString(offered.Link[Scheme.Length..]))!.AsObject();
            TxCode = offered.TxCode;
        }

        internal async Task<RedeemOffer.Result> RedeemAsync()
        {
            var result = await world.Get<RedeemOffer>().RunAsync(RedeemOffer.Grant, Code, TxCode, Ct);
            Token = result is RedeemOffer.Result.Token token ? token.AccessToken : Token;
            return result;
        }

        internal Task<IssueCredential.Result> AskAsync() => world.Get<IssueCredential>().RunAsync(Token, Request(), Ct);

        internal JsonObject Request(string? proof = null) => new()
        {
            ["credential_configuration_id"] = Configuration,
            ["proofs"] = new JsonObject { ["jwt"] = new JsonArray(proof ?? Proof()) },
        };

        internal string Proof(Action<JsonObject>? header = null, Action<JsonObject>? payload = null, ECDsa? signer = null)
        {
            var head = new JsonObject { ["typ"] = "openid4vci-proof+jwt", ["alg"] = "ES256", ["jwk"] = Jws.Jwk(Key) };
            var claims = new JsonObject
            {
                ["aud"] = "https://diwan.example",
                ["iat"] = world.Time.GetUtcNow().ToUnixTimeSeconds(),
                ["nonce"] = world.Get<IssueCredential>().Nonce(),
            };
            header?.Invoke(head);
            payload?.Invoke(claims);
            return Jws.Sign(head, claims, signer ?? Key);
        }

        public void Dispose() => Key.Dispose();
    }
}
