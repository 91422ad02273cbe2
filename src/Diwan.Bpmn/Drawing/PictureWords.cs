using System.Globalization;

namespace Diwan.Bpmn;

/// <summary>The words a picture says itself, in Arabic and English.</summary>
internal static class PictureWords
{
    internal static string Here(string language, string label) => IsArabic(language) ? $"الموضع الحالي: {label}" : $"Now here: {label}";

    internal static string Before(string language) => IsArabic(language) ? "قبل" : "Before";

    internal static string After(string language) => IsArabic(language) ? "بعد" : "After";

    internal static string Change(string language, BpmnChangeKind kind, string label) => (kind, IsArabic(language)) switch
    {
        (BpmnChangeKind.Added, true) => $"خطوة جديدة: {label}",
        (BpmnChangeKind.Removed, true) => $"خطوة أُلغيت: {label}",
        (BpmnChangeKind.Changed, true) => $"خطوة تغيّرت: {label}",
        (BpmnChangeKind.Added, false) => $"Added: {label}",
        (BpmnChangeKind.Removed, false) => $"Removed: {label}",
        (BpmnChangeKind.Changed, false) => $"Changed: {label}",
        _ => label,
    };

    internal static bool IsArabic(string language) => language.StartsWith("ar", StringComparison.OrdinalIgnoreCase);

    internal static string Title(BpmnProcess process, BpmnSvgOptions options) =>
        options.Title ?? process.Name ?? (IsArabic(options.Language) ? "مخطط العملية " : "Process ") + process.Id;

    internal static string Describe(BpmnProcess process, BpmnSvgOptions options, Func<FlowNode, string> label, HashSet<string> current, HashSet<string> hidden)
    {
        if (options.Description is { } given)
            return given;
        var arabic = IsArabic(options.Language);
        var comma = arabic ? "، " : ", ";
        var steps = process.Everything.Where(n => n is Activity && !hidden.Contains(n.Id)).Take(60).Select(label).ToArray();
        var here = process.Everything.Where(n => current.Contains(n.Id) && n is not SubProcess && !hidden.Contains(n.Id)).Select(label).ToArray();
        var text = arabic
            ? string.Create(CultureInfo.InvariantCulture, $"عدد الخطوات {steps.Length}: {string.Join(comma, steps)}.")
            : string.Create(CultureInfo.InvariantCulture, $"{steps.Length} steps: {string.Join(comma, steps)}.");
        if (here.Length > 0)
            text += arabic ? $" الموضع الحالي: {string.Join(comma, here)}." : $" Now at: {string.Join(comma, here)}.";
        return text;
    }
}
