using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Programme.Budget;
using Diwan.Programme.Gates;
using Diwan.Programme.Partners;

namespace Diwan.Programme.Committee;

/// <summary>Something that was done on the strength of a decision.</summary>
/// <param name="Path">Where it is.</param>
public sealed record Allowed(DateTimeOffset At, LocalizedText Words, string Path);

/// <summary>What a decision allowed: found where it was used, not where it was promised.</summary>
public sealed class ReadAllowed(Budgets budgets, FindPartners partners, ReadGate gate, PublishedServices services)
{
    /// <summary>The earliest first.</summary>
    public async Task<IReadOnlyList<Allowed>> RunAsync(string number, CancellationToken ct)
    {
        List<Allowed> found =
        [
            .. (await budgets.AllAsync(null, ct)).Where(e => e.Decision == number && e.Corrects is null).Select(e => new Allowed(
                e.At,
                new($"{Stage(e.Stage).Ar}: {e.Amount.ToString(Language.Arabic)}، {Directions.Apart(e.Line)}، {Institution(e.Institution).Ar} {e.Year}",
                    $"{Stage(e.Stage).En}: {e.Amount.ToString(Language.English)}, {Directions.Apart(e.Line)}, {Institution(e.Institution).En} {e.Year}"),
                "/programme/budget")),
            .. (await partners.AllAsync(ct)).SelectMany(p => p.Contracts.Where(c => c.Decision == number).Select(c => new Allowed(
                NationalCalendar.At(c.Begins, TimeOnly.MinValue), new($"عقد {c.Number} مع {p.Name.Ar}", $"Contract {c.Number} with {p.Name.En}"), $"/programme/partners/{p.Code}"))),
        ];
        foreach (var service in services.Folder.Services)
        {
            found.AddRange((await gate.HistoryAsync(service.Id.ToString(), ct)).Where(e => Names(e.Payload, number)).Select(e => new Allowed(
                e.At, new($"{Done(e.Type).Ar}: {service.Name.Ar}", $"{Done(e.Type).En}: {service.Name.En}"), $"/programme/gate/{service.Id}")));
        }

        return [.. found.OrderBy(f => f.At)];
    }

    private LocalizedText Institution(string id) => services.Catalogue.FindInstitution(id)?.Name ?? LocalizedText.Same(id);

    private static LocalizedText Stage(BudgetStage stage) => stage switch
    {
        BudgetStage.Approved => new("اعتماد", "Approved"),
        BudgetStage.Committed => new("ارتباط", "Committed"),
        _ => new("صرف", "Spent"),
    };

    private static LocalizedText Done(string type) => type switch
    {
        "gateRolledBack" => new("إعادة الخدمة", "Service taken back"),
        "gateVersionAdmitted" => new("قبول نسخة رغم معيار مانع", "Version admitted in spite of a blocking criterion"),
        "counterClosed" => new("إغلاق الشباك", "Counter closed"),
        "counterReopened" => new("إعادة فتح الشباك", "Counter opened again"),
        _ => new("مرور بالبوابة رغم معيار مانع", "Passed the gate in spite of a blocking criterion"),
    };

    /// <summary>Whether an event rests on the decision, itself or in a part of it.</summary>
    private static bool Names(string payload, string number)
    {
        using var json = JsonDocument.Parse(payload);
        return Inside(json.RootElement);

        bool Inside(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Any(p => p.NameEquals("decision") && p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString() == number : Inside(p.Value)),
            JsonValueKind.Array => element.EnumerateArray().Any(Inside),
            _ => false,
        };
    }
}
