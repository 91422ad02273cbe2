using System.Globalization;
using System.Text.RegularExpressions;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Reads <c>form.yaml</c>.</summary>
internal sealed class FormReader(FaultList faults, ExpressionReader expressions)
{
    private const int ShortText = 200;
    private const int LongText = 4000;
    private const int MostItems = 100;
    private const int MostRows = 10_000;
    private const long MostBytes = 10_000_000;

    private static readonly Dictionary<string, AnswerType> Types =
        Enum.GetValues<AnswerType>().ToDictionary(t => Camel(t.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<string, AnswerType> ColumnTypes = Types
        .Where(t => t.Value is AnswerType.Text or AnswerType.Integer or AnswerType.Decimal or AnswerType.Money or AnswerType.Date or AnswerType.Month
            or AnswerType.YesNo or AnswerType.Choice or AnswerType.NationalNumber or AnswerType.EstablishmentNumber)
        .ToDictionary(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> FileKinds =
        new[] { "pdf", "jpeg", "png" }.ToDictionary(k => k, StringComparer.Ordinal);

    private static readonly Dictionary<string, ValueFormatKind> Formats =
        Enum.GetValues<ValueFormatKind>().Where(f => f != ValueFormatKind.Choice).ToDictionary(f => Camel(f.ToString()), StringComparer.Ordinal);

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    internal IReadOnlyList<Section> Read(YamlMap? file)
    {
        var sections = new List<Section>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var map in file?.Maps("sections", required: true) ?? [])
        {
            var id = Id(map, ids);
            var place = ExpressionPlace.Form with { SectionId = id };
            var section = new Section
            {
                Id = id,
                At = map.At,
                VisibleWhen = expressions.Read(map.Feel("visibleWhen"), place),
                Shows = Shows(map, place),
                Questions = [.. map.Maps("questions").Select(q => ReadQuestion(q, id, null)).OfType<Question>()],
            };
            map.Done();
            if (section.Questions.Count == 0 && section.Shows.Count == 0)
            {
                faults.Error(section.At, "empty-section",
                    ($"القسم «{id}» لا يسأل شيئاً ولا يعرض شيئاً.", $"The section \"{id}\" asks nothing and shows nothing."),
                    ("أضف questions أو shows، أو احذف القسم.", "Add questions or shows, or remove the section."));
            }

            sections.Add(section);
        }

        file?.Done();
        return sections;
    }

    internal IReadOnlyList<ShownValue> Shows(YamlMap map, ExpressionPlace place, params ReadOnlySpan<string> more)
    {
        var shows = new List<ShownValue>();
        foreach (var show in map.Maps("shows"))
        {
            var label = show.Text("label", required: true);
            var value = expressions.Read(show.Feel("value", required: true), place, more);
            var format = Format(show);
            show.Done();
            if (label is not null && value is not null && format is { } f)
            {
                shows.Add(new ShownValue(label, value, f));
            }
        }

        return shows;
    }

    internal static ValueFormat? Format(YamlMap map)
    {
        var text = map.Text("format");
        if (text is null)
        {
            return ValueFormat.Text;
        }

        if (text.StartsWith("choice:", StringComparison.Ordinal))
        {
            return new ValueFormat(ValueFormatKind.Choice, text["choice:".Length..]);
        }

        if (Formats.TryGetValue(text, out var kind))
        {
            return new ValueFormat(kind);
        }

        map.Unknown(map.AtKey("format"), text, [.. Formats.Keys, "choice:<question>"]);
        return null;
    }

    private string Id(YamlMap map, HashSet<string> taken)
    {
        var id = map.Text("id", required: true);
        if (id is null)
        {
            return "?";
        }

        if (!Regex.IsMatch(id, "^[A-Za-z][A-Za-z0-9]*$", RegexOptions.CultureInvariant))
        {
            map.Wrong("id", "كلمة من حروف لاتينية وأرقام تبدأ بحرف", "a word of letters a-z and digits that begins with a letter, such as requestingBody");
        }
        else if (!taken.Add(id))
        {
            faults.Error(map.AtKey("id"), "twice", ($"الاسم «{id}» مستعمل من قبل.", $"The id \"{id}\" is already taken."), ("اختر اسماً آخر.", "Choose another id."));
        }

        return id;
    }

    private Question? ReadQuestion(YamlMap map, string sectionId, Question? group)
    {
        var id = Id(map, _ids);
        if (map.Word("type", Types, required: true) is not { } type)
        {
            return null;
        }

        var before = ExpressionPlace.Form with { SectionId = sectionId, Question = group?.Id ?? id };
        var after = before with { AllowSelf = true };
        var row = group is null ? Array.Empty<string>() : ["row"];
        var isText = type is AnswerType.Text or AnswerType.LongText;
        var isNumber = type is AnswerType.Integer or AnswerType.Decimal or AnswerType.Money;
        var hasRange = isNumber || type is AnswerType.Date or AnswerType.Month;
        var hasItems = type is AnswerType.Many or AnswerType.Group or AnswerType.Selection;
        var isChoice = type is AnswerType.Choice or AnswerType.Many;

        var question = new Question
        {
            Id = id,
            Type = type,
            At = map.At,
            Optional = map.Flag("optional"),
            Personal = map.Flag("personal"),
            VisibleWhen = expressions.Read(map.Feel("visibleWhen"), before, row),
            ValidWhen = expressions.Read(map.Feel("validWhen"), after, row),
            Prefill = expressions.Read(map.Feel("prefill"), before, row),
            Default = Default(map, type, before),
            MinLength = isText ? map.Whole("minLength") : null,
            MaxLength = isText ? map.Whole("maxLength", least: 1) ?? (type == AnswerType.Text ? ShortText : LongText) : null,
            Pattern = isText ? Pattern(map) : null,
            Min = hasRange ? expressions.Read(Range(map, "min", type), after, row) : null,
            Max = hasRange ? expressions.Read(Range(map, "max", type), after, row) : null,
            Decimals = type == AnswerType.Decimal ? map.Whole("decimals") ?? 3 : null,
            Options = isChoice ? Options(map) : [],
            OptionsFrom = type == AnswerType.Choice ? expressions.Read(map.Feel("optionsFrom"), before, row) : null,
            MinItems = hasItems ? map.Whole("minItems") : null,
            MaxItems = hasItems ? map.Whole("maxItems", least: 1) ?? MostItems : null,
            Foreign = type == AnswerType.Phone && map.Flag("foreign"),
            Accept = type == AnswerType.File ? Accept(map) : [],
            MaxBytes = type == AnswerType.File ? map.Whole("maxBytes", least: 1) ?? MostBytes : null,
            MaxFiles = type == AnswerType.File ? map.Whole("maxFiles", least: 1) ?? 1 : null,
            Columns = type == AnswerType.Table ? Columns(map) : [],
            RowValidWhen = type == AnswerType.Table ? expressions.Read(map.Feel("rowValidWhen"), before, "row") : null,
            MaxRows = type == AnswerType.Table ? map.Whole("maxRows", least: 1) ?? MostRows : null,
            From = type == AnswerType.Selection ? expressions.Read(map.Feel("from", required: true), before) : null,
            Key = type == AnswerType.Selection ? map.Text("key", required: true) : null,
            Shows = type == AnswerType.Selection ? Shows(map, before, "entry") : [],
            ChoosesOne = type == AnswerType.Selection && map.Flag("single"),
            Questions = type == AnswerType.Group && group is null ? Inner(map, sectionId, id) : [],
            SectionId = sectionId,
            Group = group,
        };
        map.Done();
        CheckSettings(question, map);
        foreach (var inner in question.Questions)
        {
            inner.Group = question;
        }

        return question;
    }

    private IReadOnlyList<Question> Inner(YamlMap map, string sectionId, string groupId)
    {
        var holder = new Question { Id = groupId, Type = AnswerType.Group, At = map.At };
        return [.. map.Maps("questions", required: true).Select(q => ReadQuestion(q, sectionId, holder)).OfType<Question>()];
    }

    private void CheckSettings(Question q, YamlMap map)
    {
        if (q.Type is AnswerType.Choice or AnswerType.Many && q.Options.Count == 0 && q.OptionsFrom is null && !map.Has("optionsFrom"))
        {
            faults.Error(q.At, "missing-key",
                ($"السؤال «{q.Id}» بلا خيارات.", $"The question \"{q.Id}\" has no options."),
                ("أضف options: [أ, ب] أو optionsFrom.", "Add options: [A, B], or optionsFrom for a choice."));
        }

        if (q.MinLength > q.MaxLength || q.MinItems > q.MaxItems)
        {
            faults.Error(q.At, "wrong-value",
                ($"الحد الأدنى في «{q.Id}» أكبر من الحد الأعلى.", $"The least of \"{q.Id}\" is above its most."),
                ("صحّح أحد الحدين.", "Correct one of the two limits."));
        }

        if (q.Group is not null && (q.Type is AnswerType.Group or AnswerType.Table or AnswerType.Selection))
        {
            faults.Error(q.At, "wrong-value",
                ($"لا يكون السؤال «{q.Id}» من هذا النوع داخل مجموعة.", $"A question of this type (\"{q.Id}\") cannot stand inside a group."),
                ("انقله إلى القسم نفسه.", "Move it to the section itself."));
        }
    }

    private Expression? Default(YamlMap map, AnswerType type, ExpressionPlace place)
    {
        if (map.Feel("default") is not ({ } text, var at))
        {
            return null;
        }

        // A default of a choice is written as its value; anything else is FEEL.
        return type is AnswerType.Choice or AnswerType.Country or AnswerType.Governorate && Regex.IsMatch(text, "^[A-Za-z0-9_-]+$", RegexOptions.CultureInvariant) && text is not "null"
            ? expressions.Constant($"\"{text}\"", at)
            : expressions.Read((text, at), place);
    }

    /// <summary>A plain date may stand where FEEL is meant.</summary>
    private static (string, SourcePosition)? Range(YamlMap map, string key, AnswerType type) =>
        map.Feel(key) is not ({ } text, var at) ? null
        : type is AnswerType.Date or AnswerType.Month && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? ($"date(\"{text}\")", at)
        : (text, at);

    private static Regex? Pattern(YamlMap map)
    {
        var text = map.Text("pattern");
        if (text is null)
        {
            return null;
        }

        try
        {
            return new Regex($"^(?:{text})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromMilliseconds(250));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            map.Wrong("pattern", $"تعبيراً نمطياً سليماً: {e.Message}", $"a valid regular expression: {e.Message}");
            return null;
        }
    }

    private IReadOnlyList<string> Options(YamlMap map)
    {
        var options = new List<string>();
        foreach (var (text, at) in map.Texts("options"))
        {
            if (options.Contains(text))
            {
                faults.Error(at, "twice", ($"الخيار «{text}» مذكور مرتين.", $"The option \"{text}\" is there twice."), ("احذف أحدهما.", "Remove one."));
            }

            options.Add(text);
        }

        return options;
    }

    private static IReadOnlyList<string> Accept(YamlMap map) =>
        map.Has("accept") ? map.Words("accept", FileKinds, required: true) : [.. FileKinds.Keys];

    private IReadOnlyList<TableColumn> Columns(YamlMap map)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<TableColumn>();
        foreach (var column in map.Maps("columns", required: true))
        {
            var id = Id(column, ids);
            var type = column.Word("type", ColumnTypes, required: true);
            var read = new TableColumn(id, type ?? AnswerType.Text, column.Flag("optional"), column.Number("min"), column.Number("max"), Options(column), column.At);
            column.Done();
            if (type == AnswerType.Choice && read.Options.Count == 0)
            {
                column.Node("options", required: true);
            }

            columns.Add(read);
        }

        return columns;
    }

    internal static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The values of a closed list by their names in files.</summary>
    internal static Dictionary<string, T> Names<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(v => Camel(v.ToString()), StringComparer.Ordinal);
}
