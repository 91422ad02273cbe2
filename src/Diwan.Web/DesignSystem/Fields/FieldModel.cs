using Diwan.Kernel;

namespace Diwan.Web.Fields;

/// <summary>How a question is put on the page. Several answer types share one way; one type may be put in two (a short choice as radios, a long one as a list).</summary>
public enum FieldKind
{
    Text,
    LongText,
    Number,
    Money,
    Date,
    Month,
    YesNo,
    Declaration,
    Radios,
    Checkboxes,
    Select,
    NationalNumber,
    EstablishmentNumber,
    Phone,
    Email,
    Iban,
    ForeignDocument,
    Address,
    Plot,
    Vehicle,
    File,
    Group,
    Table,
    Selection,
}

/// <summary>
/// A question as a page shows it: words already in the reader's language, what was typed, and what is wrong with it.
/// The names under which a form posts it are in <see cref="FieldNames"/>.
/// </summary>
public sealed class FieldModel
{
    public required string Id { get; init; }

    public required FieldKind Kind { get; init; }

    public required string Label { get; init; }

    public string? Hint { get; init; }

    /// <summary>What is wrong and how to put it right; null when nothing is.</summary>
    public string? Error { get; set; }

    /// <summary>In a kind of several inputs, the one at fault; null marks them all.</summary>
    public string? ErrorPart { get; set; }

    public bool Optional { get; init; }

    /// <summary>Whether the label is the heading of the page: one question a page.</summary>
    public bool IsTitle { get; init; }

    /// <summary>What was typed, or is offered; as text, exactly as typed when it was refused.</summary>
    public string? Value { get; init; }

    /// <summary>What was typed in each input of a kind of several, by part.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>Radios, Select: at most one. Checkboxes: those ticked.</summary>
    public IReadOnlyCollection<string> Chosen { get; init; } = [];

    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    public int? MaxLength { get; init; }

    /// <summary>Number: how many decimals; 0 shows a keypad without a point.</summary>
    public int Decimals { get; init; }

    /// <summary>Phone: numbers of other countries are taken.</summary>
    public bool Foreign { get; init; }

    /// <summary>The value of HTML's autocomplete, where the question asks for something about the person themselves.</summary>
    public string? Autocomplete { get; init; }

    /// <summary>File: what the browser offers to pick, such as <c>.pdf,.jpg</c>.</summary>
    public string? Accept { get; init; }

    public long? MaxBytes { get; init; }

    public int MaxFiles { get; init; } = 1;

    public IReadOnlyList<FieldFile> Files { get; init; } = [];

    /// <summary>File: those to be taken away are ticked and go with the rest of the form, all at once.</summary>
    public bool TicksFiles { get; init; }

    /// <summary>Group: the entries so far, each with its questions.</summary>
    public IReadOnlyList<FieldEntry> Entries { get; init; } = [];

    /// <summary>Group, Selection.</summary>
    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    /// <summary>Selection: what the register holds, to choose from.</summary>
    public IReadOnlyList<FieldPick> Picks { get; init; } = [];

    /// <summary>Selection: one and not several.</summary>
    public bool ChoosesOne { get; init; }

    /// <summary>Table: what it holds so far, and what is wrong, row by row.</summary>
    public FieldTable? Table { get; init; }

    public string HtmlId => FieldNames.HtmlId(Id);

    public string HintId => HtmlId + "-hint";

    public string ErrorId => HtmlId + "-error";

    public string CountId => HtmlId + "-count";

    /// <summary>The id of the first control: where a link of the error summary leads.</summary>
    public string FirstId => Kind switch
    {
        FieldKind.Date => FieldNames.HtmlId(Id, ErrorPart ?? FieldNames.Day),
        FieldKind.Month => FieldNames.HtmlId(Id, ErrorPart ?? FieldNames.Month),
        FieldKind.Plot => FieldNames.HtmlId(Id, ErrorPart ?? "directorate"),
        FieldKind.Vehicle => FieldNames.HtmlId(Id, ErrorPart ?? "plateCode"),
        FieldKind.Address => FieldNames.HtmlId(Id, ErrorPart ?? "governorate"),
        FieldKind.ForeignDocument => FieldNames.HtmlId(Id, ErrorPart ?? "nationality"),
        FieldKind.Group => Entries.Count > 0 && Entries[0].Fields.Count > 0 ? Entries[0].Fields[0].FirstId : HtmlId,
        _ => HtmlId,
    };

    /// <summary>Whether the inputs stand in a fieldset, named by its legend.</summary>
    public bool IsSet => Kind is FieldKind.Date or FieldKind.Month or FieldKind.YesNo or FieldKind.Radios or FieldKind.Checkboxes
        or FieldKind.Plot or FieldKind.Vehicle or FieldKind.Address or FieldKind.ForeignDocument or FieldKind.Group or FieldKind.Selection;

    /// <summary>The ids of hint and error, for aria-describedby; null when there is neither.</summary>
    public string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', ((string?[])[Hint is null ? null : HintId, Error is null ? null : ErrorId, Kind == FieldKind.LongText && MaxLength is not null ? CountId : null]).OfType<string>());
            return ids.Length == 0 ? null : ids;
        }
    }

    /// <summary>What is wrong here and in the entries of a group, for the error summary.</summary>
    public IEnumerable<FieldError> Errors() => Errors("");

    /// <summary>Each line names its question: read alone, on top of the page, a remedy does not say of what.</summary>
    private IEnumerable<FieldError> Errors(string of)
    {
        if (Error is not null)
        {
            var name = of + Label;
            yield return new FieldError(FirstId, Kind == FieldKind.Declaration || name.Length > LongestName ? Error : name[^1] is '؟' or '?' or '.' or ':' ? $"{name} {Error}" : $"{name}: {Error}");
        }

        for (var i = 0; i < Entries.Count; i++)
        {
            foreach (var error in Entries[i].Fields.SelectMany(f => f.Errors($"{Label} {i + 1} – ")))
            {
                yield return error;
            }
        }
    }

    /// <summary>A longer question is not repeated in the summary.</summary>
    private const int LongestName = 80;

    public string Part(string part) => Parts.GetValueOrDefault(part) ?? "";

    /// <summary>Whether an input is marked as the one at fault.</summary>
    public bool IsWrong(string? part = null) => Error is not null && (part is null || ErrorPart is null || ErrorPart == part);

    public bool IsChosen(string value) => Chosen.Contains(value);
}

/// <summary>An answer to choose.</summary>
public sealed record FieldOption(string Value, string Label, string? Hint = null);

/// <summary>A file that is already kept with the draft.</summary>
/// <param name="Key">Names it when it is to be removed.</param>
/// <param name="Href">Where it can be opened; null when it cannot.</param>
public sealed record FieldFile(string Key, string Name, long Bytes, string? Href = null);

/// <summary>An entry of a repeating group.</summary>
public sealed record FieldEntry(IReadOnlyList<FieldModel> Fields);

/// <summary>An entry of a register's list.</summary>
/// <param name="Key">Posted when it is chosen.</param>
/// <param name="Facts">Label and value of what tells it apart.</param>
/// <param name="Amount">What it comes to; null when it has no amount.</param>
/// <param name="Unavailable">Why it cannot be chosen, in the reader's words; null when it can.</param>
public sealed record FieldPick(
    string Key, string Title, IReadOnlyList<(string Label, string Value)> Facts, Money? Amount, bool Chosen, string? Unavailable = null);

/// <summary>A table that is filled by uploading it.</summary>
/// <param name="TemplateHref">Where an empty table with the right headings is downloaded.</param>
/// <param name="Columns">Headings in order, with what each takes.</param>
/// <param name="Rows">How many rows are kept; null before any upload.</param>
/// <param name="Errors">What is wrong, each naming its line and column.</param>
public sealed record FieldTable(
    string? TemplateHref, IReadOnlyList<(string Name, string Takes)> Columns, int? Rows, IReadOnlyList<string> Errors, int MaxRows);

/// <summary>A line of the error summary.</summary>
/// <param name="Target">The id of the control the line leads to; null for one that concerns the page as a whole.</param>
public sealed record FieldError(string? Target, string Message);
