using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Kernel;

namespace Diwan.Web.Api;

/// <summary>
/// Documents as verifiable credentials for wallets: OpenID4VCI 1.0 with the pre-authorised code, SD-JWT VC type and issuer metadata, token status
/// lists. Errors are those of these specifications, not problem details.
/// </summary>
internal static class CredentialEndpoints
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    internal static void MapCredentials(this WebApplication app)
    {
        var wallet = app.MapGroup("").WithTags("Wallets").DisableAntiforgery();
        wallet.MapGet("/.well-known/openid-credential-issuer", (CredentialIssuer issuer, PublishedServices services) => Json(Metadata(issuer, services)))
            .WithSummary("Metadata of the credential issuer (OpenID4VCI 1.0, 12.2).");
        wallet.MapGet("/.well-known/oauth-authorization-server", (CredentialIssuer issuer) => Json(new JsonObject
        {
            ["issuer"] = issuer.Issuer,
            ["token_endpoint"] = $"{issuer.Issuer}/wallet/token",
            ["grant_types_supported"] = new JsonArray(RedeemOffer.Grant),
            ["response_types_supported"] = new JsonArray(),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("none"),
            ["pre-authorized_grant_anonymous_access_supported"] = true,
        }))
            .WithSummary("Metadata of the authorisation server (RFC 8414).");
        wallet.MapGet("/.well-known/jwt-vc-issuer", (CredentialIssuer issuer) => Json(new JsonObject { ["issuer"] = issuer.Issuer, ["jwks"] = issuer.Keys() }))
            .WithSummary("The keys that credentials and status lists are verified with (SD-JWT VC, 5).");
        wallet.MapGet("/vct/{institution}/{service}/{document}", (string institution, string service, string document, CredentialIssuer issuer, PublishedServices services) =>
                DocumentTypes.Of(services.Catalogue).FirstOrDefault(t => t.Type == $"{institution}/{service}/{document}") is { } type
                    ? Json(TypeMetadata(issuer, type))
                    : Results.NotFound())
            .WithSummary("Metadata of a type of credential (SD-JWT VC, 6): its name and the names of its claims in both languages.");
        wallet.MapGet("/status-lists/{list:int}", async (int list, HttpContext http, PublishStatusList publish) =>
            {
                if (await publish.RunAsync(list, http.RequestAborted) is not { } token)
                {
                    return Results.NotFound();
                }

                http.Response.Headers.CacheControl = $"public, max-age={(int)PublishStatusList.Keep.TotalSeconds}";
                return Results.Text(token, PublishStatusList.MediaType);
            })
            .WithSummary("A token status list: which credentials were revoked or superseded.");
        wallet.MapPost("/wallet/token", TokenAsync).WithSummary("Exchanges the pre-authorised code of an offer, with its transaction code, for an access token.");
        wallet.MapPost("/wallet/nonce", (HttpContext http, IssueCredential issue) =>
            {
                http.Response.Headers.CacheControl = "no-store";
                return Json(new JsonObject { ["c_nonce"] = issue.Nonce() });
            })
            .WithSummary("A fresh nonce for a key proof.");
        wallet.MapPost("/wallet/credential", CredentialAsync).WithSummary("The credential, bound to the key whose possession is proven.");
    }

    private static async Task<IResult> TokenAsync(HttpContext http, RedeemOffer redeem)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType)
        {
            return Error(400, "invalid_request", "the body is not a form (application/x-www-form-urlencoded)");
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await redeem.RunAsync(form["grant_type"], form["pre-authorized_code"], form["tx_code"], http.RequestAborted) switch
        {
            RedeemOffer.Result.Token token => Json(new JsonObject
            {
                ["access_token"] = token.AccessToken,
                ["token_type"] = "Bearer",
                ["expires_in"] = (long)RedeemOffer.TokenLifetime.TotalSeconds,
            }),
            RedeemOffer.Result.Refused refused => Error(400, refused.Error, refused.Description),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> CredentialAsync(HttpContext http, IssueCredential issue)
    {
        http.Response.Headers.CacheControl = "no-store";
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
        JsonObject? request = null;
        try
        {
            request = await JsonNode.ParseAsync(
                http.Request.Body, documentOptions: new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false }, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            // What is no JSON is refused below like any other wrong request, once the token is known to be right.
        }

        switch (await issue.RunAsync(token, request, http.RequestAborted))
        {
            case IssueCredential.Result.Issued issued:
                return Json(new JsonObject { ["credentials"] = new JsonArray(new JsonObject { ["credential"] = issued.Credential }) });
            case IssueCredential.Result.NotAuthorised { Missing: true }:
                http.Response.Headers.WWWAuthenticate = "Bearer";
                return Results.StatusCode(StatusCodes.Status401Unauthorized);
            case IssueCredential.Result.NotAuthorised:
                http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                return Error(401, "invalid_token", "the access token is unknown or expired");
            case IssueCredential.Result.Refused refused:
                return Error(400, refused.Error, refused.Description);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static JsonObject Metadata(CredentialIssuer issuer, PublishedServices services)
    {
        var configurations = new JsonObject();
        foreach (var type in DocumentTypes.Of(services.Catalogue))
        {
            configurations[CredentialIssuer.ConfigurationOf(type.Type)] = new JsonObject
            {
                ["format"] = "dc+sd-jwt",
                ["vct"] = issuer.TypeOf(type.Type),
                ["cryptographic_binding_methods_supported"] = new JsonArray("jwk"),
                ["credential_signing_alg_values_supported"] = new JsonArray("ES256"),
                ["proof_types_supported"] = new JsonObject { ["jwt"] = new JsonObject { ["proof_signing_alg_values_supported"] = new JsonArray("ES256") } },
                ["credential_metadata"] = new JsonObject
                {
                    ["display"] = Both(text => new JsonObject { ["name"] = type.Title.In(text), ["description"] = type.InstitutionName.In(text) }),
                    ["claims"] = new JsonArray([.. Claims(type).Select(claim => (JsonNode)new JsonObject
                    {
                        ["path"] = new JsonArray(claim.Key),
                        ["display"] = Both(text => new JsonObject { ["name"] = claim.Value.In(text) }),
                    })]),
                },
            };
        }

        return new JsonObject
        {
            ["credential_issuer"] = issuer.Issuer,
            ["credential_endpoint"] = $"{issuer.Issuer}/wallet/credential",
            ["nonce_endpoint"] = $"{issuer.Issuer}/wallet/nonce",
            ["display"] = new JsonArray(
                new JsonObject { ["name"] = "ديوان", ["locale"] = "ar" },
                new JsonObject { ["name"] = "Diwan", ["locale"] = "en" }),
            ["credential_configurations_supported"] = configurations,
        };
    }

    private static JsonObject TypeMetadata(CredentialIssuer issuer, DocumentType type) => new()
    {
        ["vct"] = issuer.TypeOf(type.Type),
        ["name"] = type.Title.En,
        ["description"] = type.InstitutionName.En,
        ["display"] = Both(text => new JsonObject { ["name"] = type.Title.In(text), ["description"] = type.InstitutionName.In(text) }),
        ["claims"] = new JsonArray([.. Claims(type).Select(claim => (JsonNode)new JsonObject
        {
            ["path"] = new JsonArray(claim.Key),
            ["display"] = Both(text => new JsonObject { ["label"] = claim.Value.In(text) }),
            ["sd"] = "always",
        })]),
    };

    private static IEnumerable<KeyValuePair<string, LocalizedText>> Claims(DocumentType type) =>
        type.Facts.Prepend(KeyValuePair.Create("document_number", new LocalizedText("رقم الوثيقة", "Document number")));

    /// <summary>The same for Arabic and English, each with its locale.</summary>
    private static JsonArray Both(Func<Language, JsonObject> display) =>
        new([.. new[] { Language.Arabic, Language.English }.Select(language =>
        {
            var shown = display(language);
            shown["locale"] = language.Code();
            return (JsonNode)shown;
        })]);

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(Plain), "application/json");

    private static IResult Error(int status, string error, string description) =>
        Results.Text(new JsonObject { ["error"] = error, ["error_description"] = description }.ToJsonString(Plain), "application/json", statusCode: status);
}
