using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Looks at pages with axe, and keeps which kinds of pages were seen, so that none is forgotten.</summary>
internal sealed partial class PageWalk(IReadOnlyList<RoutePattern> kinds)
{
    /// <summary>
    /// In the page itself, and of what passed only that it did: the ready-made runner reads axe twice for a page, in a window of its own, and writes
    /// down every element that is as it should be, which takes three times as long. No page of ours has a frame, which that would be good for.
    /// </summary>
    private const string Run = """
        async () => {
          if (document.querySelector('iframe')) throw new Error('A page with a frame needs the whole runner.');
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
          const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
          return {
            url: found.url,
            timestamp: found.timestamp,
            testEngine: found.testEngine,
            toolOptions: found.toolOptions,
            passes: found.passes.map(p => ({ id: p.id })),
            violations: found.violations.map(v => ({ id: v.id, tags: v.tags, said: `${v.id} (${v.help}): ${v.nodes.slice(0, 4).map(n => n.html).join(' | ')}` })),
          };
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Addresses that are opened for their mistake.</summary>
    private static readonly string[] Mistakes = ["/no-such-page", "/error/500", "/complaints?number=1"];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    internal List<string> Faults { get; } = [];

    internal async Task LookAsync(Visitor visitor)
    {
        var where = new Uri(visitor.Page.Url).AbsolutePath;
        Assert.True(await visitor.Page.Locator("h1").CountAsync() > 0, $"{where} has no heading: {await visitor.Page.ContentAsync()}");
        See(where);
        Faults.AddRange(await AxeAsync(visitor));
    }

    /// <summary>What axe has to say of the page that is open.</summary>
    internal static Task<IReadOnlyList<string>> AxeAsync(Visitor visitor) => AxeAsync(visitor.Page);

    internal static async Task<IReadOnlyList<string>> AxeAsync(IPage page)
    {
        var where = new Uri(page.Url).AbsolutePath;
        var found = await ReportAsync(page);
        Assert.True(found.GetProperty("passes").GetArrayLength() > 10, $"{where}: axe looked at too little.");
        return [.. found.GetProperty("violations").EnumerateArray().Select(v => $"{where} {v.GetProperty("said").GetString()}")];
    }

    /// <summary>The result of axe over the page that is open, as its runners write it, the elements left out.</summary>
    internal static async Task<JsonElement> ReportAsync(IPage page)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<JsonElement>(Run);
    }

    internal async Task LookAtAsync(Visitor visitor, params string[] paths)
    {
        foreach (var path in paths)
        {
            var status = await visitor.OpenAsync(path);
            Assert.True(status is 200 or 400 || Mistakes.Contains(path), $"{path} answers {status}.");
            await LookAsync(visitor);
        }
    }

    internal void See(string path)
    {
        if (KindOf(path) is { } kind)
        {
            _seen.Add(kind);
        }
    }

    /// <summary>The kinds nobody looked at, without those that are excused.</summary>
    internal IEnumerable<string> Missed(IEnumerable<string> excused)
    {
        var all = kinds.Select(k => Short(k.RawText!)).ToHashSet(StringComparer.Ordinal);
        foreach (var known in excused)
        {
            Assert.True(all.Remove(known), $"{known} is excused and is not there, or twice.");
        }

        return all.Except(_seen).Order(StringComparer.Ordinal);
    }

    /// <summary>Which kind an address is of; the most particular, as the site itself chooses.</summary>
    internal string? KindOf(string path) => kinds
        .Where(k => new RouteTemplateMatch(k).Holds(path))
        .OrderBy(k => k.InboundPrecedence)
        .Select(k => Short(k.RawText!))
        .FirstOrDefault();

    /// <summary>Without language and rules: <c>/desk/{team}</c>.</summary>
    private static string Short(string template) => "/" + Language().Replace(Rules().Replace(template, "{$1$2}"), "");

    private sealed class RouteTemplateMatch(RoutePattern pattern)
    {
        internal bool Holds(string path)
        {
            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var segments = pattern.PathSegments;
            if (parts.Length > segments.Count)
            {
                return false;
            }

            for (var i = 0; i < segments.Count; i++)
            {
                var part = i < parts.Length ? parts[i] : null;
                if (segments[i].Parts is [RoutePatternLiteralPart literal])
                {
                    if (!string.Equals(literal.Content, part, StringComparison.OrdinalIgnoreCase))
                    {
                        return false;
                    }
                }
                else if (segments[i].Parts is [RoutePatternParameterPart parameter])
                {
                    if (part is null ? !parameter.IsOptional : !parameter.ParameterPolicies.All(p => Fits(p.Content, part)))
                    {
                        return false;
                    }
                }
                else if (part is null)
                {
                    return false;
                }
            }

            return true;
        }

        private static bool Fits(string? rule, string value) => rule switch
        {
            "guid" => Guid.TryParse(value, out _),
            "int" => int.TryParse(value, out _),
            not null when rule.StartsWith("regex(", StringComparison.Ordinal) => Regex.IsMatch(value, rule[6..^1], RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
            _ => true,
        };
    }

    [GeneratedRegex(@"\{([a-zA-Z]+)(?::(?:[^{}()?]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)?(\??)\}")]
    private static partial Regex Rules();

    [GeneratedRegex(@"^\{lang\}/?")]
    private static partial Regex Language();
}
