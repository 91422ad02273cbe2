using Diwan.Kernel;

namespace Diwan.Engine.Documents;

/// <summary>What the facts of seals are called that occur in many services; a definition names others, or the same otherwise, by <c>document.&lt;id&gt;.&lt;fact&gt;</c>.</summary>
public static class SealWords
{
    public static readonly IReadOnlyDictionary<string, LocalizedText> Known = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        ["holder"] = new("صاحب الوثيقة", "Holder"),
        ["owner"] = new("المالك", "Owner"),
        ["name"] = new("الاسم", "Name"),
        ["purpose"] = new("الغاية", "Purpose"),
        ["plate"] = new("رقم اللوحة", "Plate"),
        ["total"] = new("المجموع (دينار)", "Total (JOD)"),
        ["receipt"] = new("رقم الوصل", "Receipt"),
        ["plot"] = new("القطعة", "Plot"),
        ["sheet"] = new("اللوحة", "Sheet"),
        ["asAt"] = new("تاريخ البيانات", "Data as at"),
        ["deed"] = new("رقم السند", "Deed"),
        ["property"] = new("رقم العقار", "Property"),
        ["licence"] = new("رقم الرخصة", "Licence"),
        ["year"] = new("السنة", "Year"),
        ["insurance"] = new("رقم التأمين", "Insurance number"),
    };
}
