using System.Text.Json.Nodes;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;

namespace Diwan.Engine.Answers;

/// <summary>
/// Understands what a person sent, or says what to write instead. A value that was accepted once is looked at again by
/// <see cref="Check"/> whenever the journey is computed, for what it may be depends on other answers.
/// </summary>
public static class AnswerReader
{
    private static readonly AnswerResult Blank = new AnswerResult.Blank();

    public static AnswerResult Read(Question question, RawAnswer raw, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(context);
        var faults = new List<AnswerFault>();
        var json = Parse(question, raw, context, "", faults);
        if (faults.Count > 0)
        {
            if (question.Type == AnswerType.Group && json is not null)
            {
                // What is wrong with the entries that could be read is said at once, not after the others are mended.
                var more = new List<AnswerFault>();
                AnswerRules.Check(question, AnswerValue.Of(json).Json, context, "", more);
                faults.AddRange(more.Where(m => m.Part.Length > 0 && !faults.Exists(f => f.Part == m.Part || f.Part.StartsWith($"{m.Part}.", StringComparison.Ordinal))).ToList());
            }

            return new AnswerResult.Refused(faults);
        }

        if (json is null)
        {
            return question.Optional ? Blank : new AnswerResult.Refused([new AnswerFault("", Missing(question))]);
        }

        var value = AnswerValue.Of(json);
        AnswerRules.Check(question, value.Json, context, "", faults);
        return faults.Count > 0 ? new AnswerResult.Refused(faults) : new AnswerResult.Accepted(value);
    }

    /// <summary>What is wrong with a stored answer in this context; empty when it fits.</summary>
    public static IReadOnlyList<AnswerFault> Check(Question question, AnswerValue value, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(context);
        var faults = new List<AnswerFault>();
        if (value.ToFeel(question) is null)
        {
            faults.Add(new AnswerFault("", AnswerWords.NotUnderstood));
        }
        else
        {
            AnswerRules.Check(question, value.Json, context, "", faults);
        }

        return faults;
    }

    internal static Kernel.LocalizedText Missing(Question question) => question.Type switch
    {
        AnswerType.Choice or AnswerType.Many or AnswerType.Selection => AnswerWords.ChooseOne,
        AnswerType.Declaration => AnswerWords.Declare,
        AnswerType.YesNo => AnswerWords.YesOrNo,
        AnswerType.File or AnswerType.Table => AnswerWords.AddFile,
        AnswerType.Country => AnswerWords.Country,
        AnswerType.Governorate => AnswerWords.Governorate,
        _ => AnswerWords.Required,
    };

    /// <summary>To canonical JSON; null when nothing was given, or when faults were added.</summary>
    internal static JsonNode? Parse(Question q, RawAnswer raw, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        switch (q.Type)
        {
            case AnswerType.Declaration:
                // A box left empty is not sent at all.
                return Simple(q, raw.Text ?? "", part, faults);
            case AnswerType.Many or AnswerType.Selection:
                var chosen = raw.Values.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v.Trim()).Distinct(StringComparer.Ordinal).ToArray();
                return chosen.Length == 0 ? null : new JsonArray([.. chosen.Select(c => (JsonNode)JsonValue.Create(c))]);
            case AnswerType.File:
                return raw.Files.Count == 0 ? null : new JsonArray([.. raw.Files.Select(f => FileJson(f, faults, part))]);
            case AnswerType.Group:
                return Group(q, raw, context, part, faults);
            case AnswerType.Table:
                return TableReader.Read(q, raw, context, part, faults);
            case AnswerType.ForeignDocument or AnswerType.Address or AnswerType.Plot or AnswerType.Vehicle:
                return Composites.Parse(q, raw, part, faults);
            case AnswerType.Date or AnswerType.Month when raw.Parts.Count > 0:
                var text = string.Join('/', new[] { raw.Part("day"), raw.Part("month"), raw.Part("year") }.Skip(q.Type == AnswerType.Month ? 1 : 0).Select(p => p?.Trim()));
                return text.Trim('/').Length == 0 ? null : Simple(q, text, part, faults);
            default:
                return string.IsNullOrWhiteSpace(raw.Text) ? null : Simple(q, raw.Text, part, faults);
        }
    }

    private static JsonNode? Simple(Question q, string text, string part, List<AnswerFault> faults)
    {
        var (value, fault) = SimpleAnswers.Parse(q.Type, q.Foreign, text);
        if (fault is not null)
        {
            faults.Add(new AnswerFault(part, fault));
        }

        return value;
    }

    private static JsonObject FileJson(RawFile file, List<AnswerFault> faults, string part)
    {
        if (file.Bytes == 0)
        {
            faults.Add(new AnswerFault(part, AnswerWords.EmptyFile));
        }

        var name = Path.GetFileName(file.Name.Replace('\\', '/'));
        var json = new JsonObject
        {
            ["name"] = name.Length > 120 ? name[^120..] : name.Length == 0 ? "file" : name,
            ["mediaType"] = file.MediaType ?? "application/octet-stream",
            ["bytes"] = file.Bytes,
        };
        if (file.Key is not null)
        {
            json["key"] = file.Key;
        }

        return json;
    }

    private static JsonArray? Group(Question q, RawAnswer raw, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var rows = new JsonArray();
        var index = 0;
        foreach (var item in raw.Items)
        {
            if (item.IsBlank)
            {
                continue;
            }

            var prefix = $"{part}[{index++}].";
            var row = new JsonObject();
            foreach (var inner in q.Questions)
            {
                var before = faults.Count;
                var value = Parse(inner, item.Parts.GetValueOrDefault(inner.Id) ?? RawAnswer.Nothing, context, prefix + inner.Id, faults);
                if (faults.Count == before && value is not null)
                {
                    row[inner.Id] = value;
                }
            }

            rows.Add(row);
        }

        return rows.Count == 0 ? null : rows;
    }
}
