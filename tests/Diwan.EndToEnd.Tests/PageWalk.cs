using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Diwan.EndToEnd.Tests;

/// <summary>Looks at pages with axe, and keeps which kinds of pages were seen, so that none is forgotten.</summary>
internal sealed partial class PageWalk(IReadOnlyList<RoutePattern> kinds)
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

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
    internal static async Task<IReadOnlyList<string>> AxeAsync(Visitor visitor)
    {
        var where = new Uri(visitor.Page.Url).AbsolutePath;
        var result = await visitor.Page.RunAxe(Wcag);
        Assert.NotEmpty(result.Passes);
        return [.. result.Violations.Select(v => $"{where} {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(4).Select(n => n.Html))}")];
    }

    internal async Task LookAtAsync(Visitor visitor, params string[] paths)
    {
        foreach (var path in paths)
        {
            await visitor.OpenAsync(path);
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
