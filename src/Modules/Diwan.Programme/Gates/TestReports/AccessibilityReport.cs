using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Programme.Gates.TestReports;

/// <summary>
/// What axe said of the pages of a service: one result of <c>axe.run</c> a page, in an array, as the runners of axe-core write them. Every page that an
/// applicant meets must be there in both languages: that of the service, each section of the application, and the answers before they are sent.
/// </summary>
internal static partial class AccessibilityReport
{
    /// <summary>The rules of WCAG 2.0, 2.1 and 2.2, A and AA.</summary>
    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    /// <param name="now">A result cannot be from later.</param>
    internal static ReadReport Read(ServiceDefinition service, ReadOnlyMemory<byte> file, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            List<JsonElement> results = json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : [json.RootElement];
            return Judge(service, [.. results.Select(Result)], now);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or UriFormatException)
        {
            return ReadReport.No(
                "الملف ليس تقرير axe: مصفوفة JSON فيها نتيجة axe.run لكل صفحة.", "The file is no report of axe: a JSON array with the result of axe.run for each page.");
        }
    }

    private static ReadReport Judge(ServiceDefinition service, IReadOnlyList<Page> pages, DateTimeOffset now)
    {
        if (pages.Count == 0 || pages.Any(p => p.At > now))
        {
            return ReadReport.No("لا صفحة في التقرير، أو فيه تاريخ لم يأت بعد.", "There is no page in the report, or a moment that is still to come.");
        }

        var missing = Asked(service).Where(a => !pages.Any(p => a.Is(p.Path))).ToList();
        var broken = pages.SelectMany(p => p.Broken.Select(rule => (rule, p.Path))).ToList();
        var at = pages.Min(p => p.At);
        if (missing.Count > 0)
        {
            return new(at, false, new(
                $"صفحات ليست في التقرير ({missing.Count}): {string.Join("، ", missing.Take(5).Select(m => m.Name))}.",
                $"Pages that are not in the report ({missing.Count}): {string.Join(", ", missing.Take(5).Select(m => m.Name))}."));
        }

        if (broken.Count > 0)
        {
            var some = broken.Take(5).Select(b => $"{b.rule} ({b.Path})").ToList();
            return new(at, false, new($"مخالفات WCAG ({broken.Count}): {string.Join("، ", some)}.", $"Violations of WCAG ({broken.Count}): {string.Join(", ", some)}."));
        }

        var rules = pages.Min(p => p.Passed);
        return new(at, true, new(
            $"نظر axe إلى {pages.Count} صفحة باللغتين ولم يجد مخالفة (قواعد مستوفاة في كل صفحة: {rules} على الأقل).",
            string.Create(CultureInfo.InvariantCulture, $"axe looked at {pages.Count} pages in both languages and found no violation (rules met on each page: at least {rules}).")));
    }

    private static IEnumerable<AskedPage> Asked(ServiceDefinition service)
    {
        foreach (var language in Enum.GetValues<Language>().Select(l => l.Code()))
        {
            var of = $"/{language}/services/{service.Id}";
            yield return new(of, path => path == of);
            foreach (var step in service.Sections.Select(s => s.Id).Append("check-answers"))
            {
                yield return new($"/{language}/applications/…/{step}", path => Application().Match(path) is { Success: true } m && m.Groups["language"].Value == language && m.Groups["step"].Value == step);
            }
        }
    }

    private static Page Result(JsonElement result)
    {
        var passes = result.GetProperty("passes").GetArrayLength();
        if (passes == 0)
        {
            throw new FormatException("axe looked at nothing.");
        }

        if (result.GetProperty("testEngine").GetProperty("name").GetString() != "axe-core")
        {
            throw new FormatException("axe did not look.");
        }

        if (result.TryGetProperty("toolOptions", out var options) && options.TryGetProperty("runOnly", out var only) && only.ValueKind == JsonValueKind.Object
            && only.GetProperty("values").EnumerateArray().Select(v => v.GetString()).ToHashSet() is var tags && !Wcag.All(tags.Contains))
        {
            throw new FormatException("Not all rules were asked for.");
        }

        return new(
            new Uri(result.GetProperty("url").GetString()!).AbsolutePath.TrimEnd('/'),
            result.GetProperty("timestamp").GetDateTimeOffset(),
            passes,
            [.. result.GetProperty("violations").EnumerateArray()
                .Where(v => v.GetProperty("tags").EnumerateArray().Any(t => Wcag.Contains(t.GetString())))
                .Select(v => v.GetProperty("id").GetString()!)]);
    }

    private sealed record Page(string Path, DateTimeOffset At, int Passed, IReadOnlyList<string> Broken);

    private sealed record AskedPage(string Name, Func<string, bool> Is);

    [GeneratedRegex("^/(?<language>[a-z]{2})/applications/[0-9a-f-]{36}/(?<step>[^/]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Application();
}
