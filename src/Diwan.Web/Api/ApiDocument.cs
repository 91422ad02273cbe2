using System.Text.Json.Nodes;
using Diwan.Apps;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Diwan.Web.Api;

/// <summary>
/// The OpenAPI document: what the endpoints say of themselves, and what holds for all of them (scopes, keys against repetition, examples, retirement).
/// </summary>
internal static class ApiDocument
{
    private const string OAuth = "oauth";

    private static readonly Dictionary<string, (string? Request, string? Response)> Examples = new(StringComparer.Ordinal)
    {
        ["post /api/v1/services/{institution}/{service}/applications"] = (null, """{"id":"0190b3c5-7a10-7000-8000-000000000001"}"""),
        ["put /api/v1/applications/{id}/answers"] = ("""{"whichPlot":"OTHER","copies":2,"purpose":"SALE","mobile":"+962790000204"}""", null),
        ["post /api/v1/applications/{id}/submit"] = (null, """{"reference":"7K4M-92QX-3","awaitsPayment":true}"""),
        ["get /api/v1/track/{reference}"] = (null, """{"reference":"7K4M-92QX-3","service":"dls/land-plan","state":"awaitingPayment","submittedAt":"2018-01-03T08:00:00Z","changedAt":"2018-01-03T08:00:00Z","promisedAt":"2018-01-04T12:00:00Z"}"""),
        ["post /api/v1/cases/{reference}/complete"] = ("""{"purpose":"COURT"}""", null),
        ["post /api/v1/cases/{reference}/withdraw"] = ("""{"reason":"No longer needed"}""", null),
        ["post /api/v1/bills/{number}/checkout"] = ("""{"part":2.500}""", """{"page":"https://pay.example/c/1"}"""),
        ["post /api/v1/bills/{number}/refund-requests"] = ("""{"amount":5.000,"way":"source","words":"The certificate is not needed any more."}""", """{"id":"0190b3c5-7a10-7000-8000-000000000002"}"""),
        ["post /api/v1/baskets"] = ("""{"bills":["2000000001233","2000000005670"]}""", null),
        ["post /api/v1/visits"] = (
            """{"reason":"help","place":"moj/palace","at":"2018-02-11T07:30:00Z","service":"moj/non-conviction-certificate"}""",
            """{"code":"7K4M-92QX-3","reason":"help","service":"moj/non-conviction-certificate","reference":null,"place":{"id":"moj/palace","name":{"ar":"مجمع الخدمات في قصر العدل، عمان","en":"Service complex, Palace of Justice, Amman"}},"at":"2018-02-11T07:30:00Z","minutes":20,"state":"booked","mayChange":true,"number":null}"""),
        ["post /api/v1/visits/{code}/move"] = ("""{"at":"2018-02-11T08:10:00Z"}""", null),
        ["post /api/v1/visits/{code}/arrival"] = (
            """{"place":"moj/palace"}""",
            """{"id":"0190b3c5-7a10-7000-8000-000000000004","number":12,"reason":"help","service":"moj/non-conviction-certificate","for":"2018-02-11T07:30:00Z","state":"waiting","window":null}"""),
        ["post /api/v1/mandates"] = ("""{"number":"2000000202","services":["dls/land-plan"],"scopes":["read","apply"],"until":"2018-05-31"}""", """{"id":"0190b3c5-7a10-7000-8000-000000000005"}"""),
        ["post /api/v1/mandates/powers"] = ("""{"number":"2026/1205"}""", """{"id":"0190b3c5-7a10-7000-8000-000000000006"}"""),
        ["post /api/v1/documents/{number}/wallet-offers"] = (null, """{"link":"openid-credential-offer://?credential_offer=…","txCode":"493536","expiresAt":"2018-01-03T08:10:00Z"}"""),
        ["post /api/v1/devices"] = (
            """{"endpoint":"https://push.example/send/1","p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}""",
            """{"id":"0190b3c5-7a10-7000-8000-000000000007"}"""),
        ["put /api/v1/contact"] = ("""{"bySms":true,"byEmail":false,"quietFrom":21,"quietTo":8,"language":"ar"}""", null),
        ["post /api/v1/services/{institution}/{service}/complaints"] = ("""{"words":"The counter was closed at noon.","reference":"7K4M-92QX-3"}""", """{"number":"9P2D-41XW-5","answerBy":"2018-01-10T12:00:00Z"}"""),
        ["post /api/v1/desk/tasks/{reference}/{task}/decide"] = ("""{"verdict":"refuse","reason":"notOwner","note":"The deed names another owner."}""", null),
        ["post /api/v1/desk/tasks/{reference}/{task}/send-back"] = ("""{"questions":["purpose"],"note":"Say what the plan is for."}""", null),
        ["post /api/v1/assistance/session"] = ("""{"person":"2000000104","service":"moj/non-conviction-certificate"}""", null),
        ["post /api/v1/assistance/session/agree"] = ("""{"code":"493536"}""", null),
        ["put /api/v1/assistance/session/application/answers"] = ("""{"purpose":"INTERNAL","requestingBody":"Ministry of Education"}""", null),
        ["post /api/v1/assistance/visits"] = ("""{"reason":"help","place":"moj/palace","at":"2018-02-11T07:30:00Z","service":"moj/non-conviction-certificate"}""", null),
        ["post /api/v1/assistance/visits/{code}/move"] = ("""{"at":"2018-02-11T08:10:00Z"}""", null),
        ["post /api/v1/assistance/session/application"] = ("""{"draft":null}""", """{"id":"0190b3c5-7a10-7000-8000-000000000001"}"""),
        ["post /api/v1/centre/call"] = ("""{"phone":"+962791112223"}""", null),
        ["post /api/v1/centre/call/find"] = ("""{"reference":"7K4M-92QX-3"}""", null),
        ["post /api/v1/centre/call/answer"] = ("""{"said":"2/4/1988"}""", null),
        ["post /api/v1/centre/call/complaint"] = ("""{"service":"dls/land-plan","reference":"7K4M-92QX-3","words":"The counter was closed at noon."}""", null),
        ["post /api/v1/centre/call/end"] = ("""{"reason":"status","outcome":"callBack","backOn":"2018-01-04","backAt":"10:30:00"}""", null),
        ["post /api/v1/till/shift"] = ("""{"start":50.000}""", """{"id":"0190b3c5-7a10-7000-8000-000000000008","organisation":"counter","state":"open","openedAt":"2018-01-03T06:00:00Z","atStart":50.000}"""),
        ["post /api/v1/till/shift/close"] = ("""{"counted":62.500}""", null),
        ["post /api/v1/till/bills/{number}/take"] = (
            """{"id":"0190b3c5-7a10-7000-8000-000000000009","by":"cash"}""", """{"transaction":"C0190b3c57a1070008000000000000009","amount":5.000,"receipt":"R-7K4M92QX"}"""),
        ["post /api/v1/queue/{institution}/{office}/numbers"] = ("""{"reason":"help","service":"moj/non-conviction-certificate"}""", null),
        ["post /api/v1/desk/complaints/{number}/answer"] = ("""{"finding":"upheld","answer":"The counter is open until three from now on."}""", null),
        ["post /api/v1/desk/documents/{number}/acts"] = ("""{"kind":"revoke","reason":"issuedInError","words":"It names another holder."}""", """{"id":"0190b3c5-7a10-7000-8000-000000000010"}"""),
        ["post /api/v1/hooks"] = ("""{"url":"https://app.example/notices","events":["case.moved","document.issued"]}""", """{"id":"0190b3c5-7a10-7000-8000-000000000003","secret":"whsec_…"}"""),
        ["post /api/v1/refunds/{id}/way"] = ("""{"way":"counter"}""", null),
        ["post /api/v1/documents/{number}/shares"] = ("""{"days":7,"note":"For the bank"}""", null),
        ["post /api/v1/contact/confirm"] = ("""{"code":"7K4M-92QX-3"}""", null),
        ["post /api/v1/services/{institution}/{service}/feedback"] = ("""{"satisfaction":4,"words":"Quick, but the fee came late."}""", null),
        ["post /api/v1/desk/tasks/{reference}/{task}/give"] = ("""{"to":"OFF:2000000905"}""", null),
        ["post /api/v1/desk/documents/{number}/acts/{id}"] = ("""{"confirm":true}""", null),
        ["post /api/v1/till/shift/offer"] = ("""{"counted":62.500,"to":"OFF:2000000917"}""", null),
        ["post /api/v1/till/offers/{id}/accept"] = ("""{"counted":62.500}""", null),
        ["post /api/v1/till/refunds/{id}/pay-out"] = ("""{"slip":"A-123"}""", null),
        ["post /api/v1/queue/{institution}/{office}/windows/{window}/reason"] = ("""{"reason":"cash"}""", null),
        ["post /api/v1/centre/outages"] = ("""{"script":"portal","hours":4}""", null),
        ["post /api/v1/verification/refusals"] = ("""{"code":"7K3M-Q9FT-2WX8","body":"A bank","on":"2018-01-03","reason":"wantsPaper"}""", null),
        ["post /api/v1/verification"] = ("""{"code":"7K3M-Q9FT-2WX8"}""", null),
    };

    internal static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info.Title = "Diwan";
            document.Info.Version = "v1";
            document.Info.Description =
                "Services of the institutions for apps: OAuth 2.1 with PKCE, discovery at /.well-known/openid-configuration. Errors are problem details (RFC 9457) with the words in English (detail) and Arabic (detailAr). "
                + "A call that is to be retired carries Deprecation (RFC 9745) and Sunset (RFC 8594) for at least twelve months.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[OAuth] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new OpenApiOAuthFlows
                {
                    AuthorizationCode = new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = new Uri(AppsModule.Authorize, UriKind.Relative),
                        TokenUrl = new Uri(AppsModule.Token, UriKind.Relative),
                        RefreshUrl = new Uri(AppsModule.Token, UriKind.Relative),
                        Scopes = AppScopes.All.Where(s => s.Holder != ScopeHolder.App).ToDictionary(s => s.Name, s => s.Words.En, StringComparer.Ordinal),
                    },
                    ClientCredentials = new OpenApiOAuthFlow
                    {
                        TokenUrl = new Uri(AppsModule.Token, UriKind.Relative),
                        Scopes = AppScopes.All.Where(s => s.Holder == ScopeHolder.App).ToDictionary(s => s.Name, s => s.Words.En, StringComparer.Ordinal),
                    },
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<NeedsScope>().FirstOrDefault() is { } needs)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OAuth, context.Document)] = [needs.Scope] }];
            }

            var path = Plain(context.Description.RelativePath ?? "");
            NamePlaces(operation, path);
            if (metadata.OfType<DoneOnce>().Any())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = CallRules.Once,
                    In = ParameterLocation.Header,
                    Description = "A new random text for each thing to be done. The same again within a day gives the first answer, and nothing is done twice.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
                });
            }

            if (metadata.OfType<Retired>().Any())
            {
                operation.Deprecated = true;
            }

            if (Examples.TryGetValue($"{context.Description.HttpMethod?.ToLowerInvariant()} /{path}", out var example))
            {
                Show(operation.RequestBody?.Content, example.Request);
                Show(operation.Responses?.FirstOrDefault(r => r.Key is "200" or "201").Value?.Content, example.Response);
            }

            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(Money))
            {
                schema.Type = JsonSchemaType.Number | (type == context.JsonTypeInfo.Type ? 0 : JsonSchemaType.Null);
                schema.Properties = null;
                schema.Required = null;
                schema.Description = "Jordanian dinars, exact to the fils: three decimals.";
            }
            else if (type == typeof(JsonObject))
            {
                schema.Type = JsonSchemaType.Object;
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>An address without what its places must be.</summary>
    private static string Plain(string path) => string.Join('/', path.Trim('/').Split('/').Select(part => part.Contains(':', StringComparison.Ordinal) ? part[..part.IndexOf(':', StringComparison.Ordinal)] + "}" : part));

    /// <summary>Places of an address that a call reads by itself are said as well.</summary>
    private static void NamePlaces(OpenApiOperation operation, string path)
    {
        foreach (var name in path.Split('{').Skip(1).Select(p => p[..p.IndexOf('}', StringComparison.Ordinal)]))
        {
            if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path && p.Name == name) != true)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = name == "id" ? "uuid" : null },
                });
            }
        }
    }

    private static void Show(IDictionary<string, OpenApiMediaType>? content, string? example)
    {
        if (example is not null && content?.Values.FirstOrDefault() is { } media)
        {
            media.Example = JsonNode.Parse(example);
        }
    }
}
