using System.Text.Encodings.Web;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Diwan.Web.Telephone;

/// <summary>
/// What a page tells the device about keeping what cannot be sent. It is there in an institution's application and at a counter; on the plain site nothing
/// is kept, since it may be read on anybody's computer.
/// </summary>
/// <param name="Owner">The random name of who is signed in; empty when nobody is.</param>
/// <param name="Session">Of an agent: the session that is open; empty for all others.</param>
/// <param name="Application">The application of that session; empty when there is none.</param>
public sealed record KeptFrame(string Owner, string Session, string Application)
{
    /// <summary>Where a page says that it wants the frame although it is in no application: the session that is open there, or null.</summary>
    internal const string Key = "kept-frame";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Keys =
    [
        "listLead", "nothing", "count", "troubled", "signIn", "see", "keptTitle", "keptText", "service", "step", "at", "number", "files", "next", "print", "change", "sent", "sentTitle",
        "goOn", "drop", "dropAsk", "signOut", "fileKept", "mine", "theirs", "useMine", "useTheirs", "heldConsented", "useConsent",
        .. ((string[])["waiting", "faults", "conflict", "gone", "refused", "held"]).SelectMany(s => (string[])[$"state.{s}", $"why.{s}"]),
    ];

    public static KeptFrame? Of(HttpContext context, ViewDataDictionary data)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        var session = data[AssistedBanner.Key] as AssistedSession ?? data[Key] as AssistedSession;

        // What is typed for another is not kept: the line may be back after the mandate is over.
        return context.ActsFor() is not null || (session is null && CurrentApp.Of(context) is null && !data.ContainsKey(Key))
            ? null
            : new KeptFrame(context.User.SignedIn()?.Alias?.ToString("N") ?? "", session?.Id.ToString("N") ?? "", session?.Application?.ToString() ?? "");
    }

    /// <summary>The words of the script, as JSON. Those of the note that is handed over are there in both languages.</summary>
    internal static string Words(TextCatalogue texts, Language language)
    {
        var words = Keys.ToDictionary(k => k, k => texts.Find(language, $"kept.{k}"), StringComparer.Ordinal);
        words["notSubmittedAr"] = texts.Find(Language.Arabic, "kept.notSubmitted");
        words["notSubmittedEn"] = texts.Find(Language.English, "kept.notSubmitted");
        return JsonSerializer.Serialize(words, Json);
    }
}
