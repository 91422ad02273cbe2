using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Engine.Documents;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Feel;
using Diwan.Kernel;

namespace Diwan.Engine.Papers;

/// <summary>Puts values into the template of a paper.</summary>
public static class PaperFiller
{
    /// <param name="values">What the expressions see as <c>paper</c>, beside <c>number</c>, <c>today</c> and <c>now</c>.</param>
    /// <param name="number">The number the paper is to bear.</param>
    public static FilledDocument Fill(PaperBook papers, DocumentTemplate template, JsonObject values, string number, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(papers);
        ArgumentNullException.ThrowIfNull(template);
        var local = NationalCalendar.ToAmman(now);
        var variables = new Dictionary<string, FeelValue>(StringComparer.Ordinal)
        {
            ["paper"] = FeelJson.Read(values),
            ["number"] = FeelValue.Of(number),
            ["today"] = FeelValue.Of(NationalCalendar.DateAt(now)),
            ["now"] = FeelValue.Of(local),
        };
        var scope = new FillScope(variables, new FeelOptions { Now = local, TimeZone = "Asia/Amman" });
        return DocumentFiller.Fill(template, papers.Texts, papers.TitleOf(template), null, ValueFormatter.WithoutQuestions, scope);
    }
}
