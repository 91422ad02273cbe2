using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Diwan.Engine.Rules;

/// <summary>A number that a row of a decision table gives: a fee, a rate, a cap.</summary>
/// <param name="Id">The row's id and the place of the number in it: <c>fees_1.2</c>.</param>
/// <param name="Decision">The decision whose table it stands in.</param>
/// <param name="Column">The output's name; empty where the table has one output without a name.</param>
/// <param name="Line">The code of the fee line that the row gives; null of a table that gives none.</param>
/// <param name="When">On what the row depends: what is looked at, and the entry in FEEL. Entries that let everything pass are left out.</param>
public sealed record TariffFigure(string Id, string Decision, string Column, string? Line, IReadOnlyList<(string What, string Entry)> When, decimal Value);

/// <summary>The figures of a service's rules.dmn, and the same text with other figures: a proposal that is tried before it is written.</summary>
public static partial class TariffFigures
{
    /// <param name="rules">The text of a rules.dmn that was read before without fault.</param>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static IReadOnlyList<TariffFigure> Of(string rules) =>
        [.. Entries(XDocument.Parse(rules)).Select(e => e.Figure)];

    /// <summary>The text with other figures. All else stays as it is, line for line, so that a fault is found where the reader looks.</summary>
    /// <param name="proposed">By the id of the figure.</param>
    /// <exception cref="ArgumentException">A figure that is not there.</exception>
    public static string With(string rules, IReadOnlyDictionary<string, decimal> proposed)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        var document = XDocument.Parse(rules, LoadOptions.PreserveWhitespace);
        var entries = Entries(document).ToDictionary(e => e.Figure.Id, e => e.Text, StringComparer.Ordinal);
        foreach (var (id, value) in proposed)
        {
            if (!entries.TryGetValue(id, out var text))
            {
                throw new ArgumentException($"The rules have no figure {id}.", nameof(proposed));
            }

            text.Value = value.ToString(CultureInfo.InvariantCulture);
        }

        return document.Declaration + document.ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<(TariffFigure Figure, XElement Text)> Entries(XDocument document)
    {
        foreach (var table in document.Descendants().Where(e => e.Name.LocalName == "decisionTable"))
        {
            var outputs = Named(table, "output").Select(o => (string?)o.Attribute("name") ?? "").ToArray();
            var inputs = Named(table, "input").Select(i => (string?)i.Attribute("label") ?? i.Value.Trim()).ToArray();
            var decision = (string?)table.Ancestors().FirstOrDefault(a => a.Name.LocalName is "decision" or "businessKnowledgeModel")?.Attribute("name") ?? "";
            foreach (var rule in Named(table, "rule"))
            {
                var texts = Named(rule, "outputEntry").Select(Text).ToArray();
                var line = Array.IndexOf(outputs, "line") is >= 0 and var at && texts[at]?.Value.Trim() is ['"', .. var code, '"'] ? code : null;
                (string, string)[] when =
                [
                    .. inputs.Zip(Named(rule, "inputEntry").Select(e => Text(e)?.Value.Trim() ?? "-")).Where(c => c.Second is not ("-" or "")),
                ];
                for (var i = 0; i < texts.Length; i++)
                {
                    if (texts[i] is { } text && (string?)rule.Attribute("id") is { Length: > 0 } id && Number().IsMatch(text.Value.Trim()))
                    {
                        yield return (
                            new TariffFigure($"{id}.{i}", decision, outputs[i], line, when, decimal.Parse(text.Value.Trim(), CultureInfo.InvariantCulture)), text);
                    }
                }
            }
        }
    }

    private static IEnumerable<XElement> Named(XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);

    private static XElement? Text(XElement entry) => Named(entry, "text").FirstOrDefault();

    [GeneratedRegex(@"^-?[0-9]{1,12}(\.[0-9]{1,9})?$")]
    private static partial Regex Number();
}
