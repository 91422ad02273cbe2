using System.Text.Encodings.Web;
using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Kernel;

namespace Diwan.Web.Api;

/// <summary>What those need who verify without asking: the keys, the list of ended documents, and what kinds of document and their facts are called.</summary>
internal static class WellKnownEndpoints
{
    private static readonly JsonSerializerOptions Words = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void MapWellKnown(this WebApplication app)
    {
        var known = app.MapGroup("/.well-known").WithTags("Verifying offline");
        known.MapGet("/diwan-seal-keys.json", (SealKeys keys, TimeProvider time) =>
            {
                // Whoever takes the keys and the list of ended documents together has the key of the list among them, even as the very first.
                keys.TimeStamping(time.GetUtcNow());
                return Results.Text(keys.Published().ToJson(), "application/json");
            })
            .WithSummary("Every key that ever sealed or stamped, with its institution and dates.");
        known.MapGet("/diwan-authority.crt", (SealKeys keys, TimeProvider time) => Results.Bytes(keys.AuthorityCertificate(time.GetUtcNow()).RawData, "application/pkix-cert"))
            .WithSummary("The certificate of the authority over the seal keys (X.509, DER).");
        app.MapGet(DocumentsModule.RevocationListPath, (SealKeys keys, TimeProvider time) => Results.Bytes(keys.RevocationList(time.GetUtcNow()), "application/pkix-crl"))
            .WithTags("Verifying offline")
            .WithSummary("The authority's revocation list (RFC 5280, DER): certificates of keys that others may have had.");
        known.MapGet("/diwan-ended-documents.cose", async (PublishEndedDocuments publish, CancellationToken ct) => Results.Bytes(await publish.RunAsync(ct), "application/cose"))
            .WithSummary("The signed list of documents that were revoked or superseded (COSE_Sign1). Good for a day.");
        known.MapGet("/diwan-document-words.json", (PublishedServices services) => Results.Json(
                new
                {
                    institutions = services.Catalogue.Institutions.ToDictionary(i => i.Id, i => i.Name),
                    kinds = DocumentTypes.Of(services.Catalogue).ToDictionary(t => t.Type, t => new { title = t.Title, facts = t.Facts.ToDictionary(f => f.Key, f => f.Value) }),
                },
                Words))
            .WithSummary("What the kinds of document and the facts of their seals are called, in both languages.");
        app.MapGet("/verify-{code:regex(^(ar|en)$)}.webmanifest", (string code) => Results.Json(Manifest(Languages.FromCode(code)), Words, "application/manifest+json"))
            .ExcludeFromDescription();
    }

    /// <summary>The verification page as an application of its own on a telephone.</summary>
    private static object Manifest(Language language)
    {
        var arabic = language == Language.Arabic;
        var code = language.Code();
        return new
        {
            id = $"/{code}/verify",
            name = arabic ? "التحقق من الوثائق" : "Verify documents",
            short_name = arabic ? "التحقق" : "Verify",
            description = arabic ? "التحقق من وثائق ديوان، ولو بلا اتصال" : "Verify documents of Diwan, without a connection too",
            lang = code,
            dir = arabic ? "rtl" : "ltr",
            start_url = $"/{code}/verify",
            scope = $"/{code}/verify",
            display = "standalone",
            background_color = "#ffffff",
            theme_color = "#083d39",
            icons = new[] { new { src = "/img/icon.svg", sizes = "any", type = "image/svg+xml" } },
        };
    }
}
