using System.Text.RegularExpressions;

namespace Diwan.Engine.Definitions;

/// <summary>What kind of answer a question takes; see docs/services/format.md for the value each has in an expression.</summary>
#pragma warning disable CA1720 // The names are those of the format.
public enum AnswerType
{
    Text,
    LongText,
    Integer,
    Decimal,
    Money,
    Date,
    Month,
    YesNo,
    Declaration,
    Choice,
    Many,
    Country,
    Governorate,
    NationalNumber,
    EstablishmentNumber,
    Licence,
    ForeignDocument,
    Phone,
    Email,
    Iban,
    Address,
    Plot,
    Vehicle,
    File,
    Group,
    Table,
    Selection,
}
#pragma warning restore CA1720

/// <summary>A page of the form: questions asked together, and what the registers already hold, shown and not asked.</summary>
public sealed class Section
{
    public required string Id { get; init; }

    public required IReadOnlyList<Question> Questions { get; init; }

    public Expression? VisibleWhen { get; init; }

    public required IReadOnlyList<ShownValue> Shows { get; init; }

    public required SourcePosition At { get; init; }
}

/// <summary>A value shown with its label.</summary>
/// <param name="LabelKey">The key of the label in the texts.</param>
public sealed record ShownValue(string LabelKey, Expression Value, ValueFormat Format);

/// <summary>
/// A question of a form. Settings that do not belong to its <see cref="Type"/> are null (or false), and settings with a
/// limit always have one: the reader fills in the defaults.
/// </summary>
public sealed class Question
{
    public required string Id { get; init; }

    public required AnswerType Type { get; init; }

    public required SourcePosition At { get; init; }

    public bool Optional { get; init; }

    public Expression? VisibleWhen { get; init; }

    public Expression? ValidWhen { get; init; }

    /// <summary>What is offered and may be changed.</summary>
    public Expression? Prefill { get; init; }

    /// <summary>What is taken for the answer until the person gives another.</summary>
    public Expression? Default { get; init; }

    /// <summary>Masked for those who need not see it.</summary>
    public bool Personal { get; init; }

    /// <summary>text, longText: in characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>text, longText: in characters. Never null for them.</summary>
    public int? MaxLength { get; init; }

    public Regex? Pattern { get; init; }

    /// <summary>integer, decimal, money, date, month: the least value allowed.</summary>
    public Expression? Min { get; init; }

    /// <summary>integer, decimal, money, date, month: the greatest value allowed.</summary>
    public Expression? Max { get; init; }

    /// <summary>decimal: how many decimals may be given.</summary>
    public int? Decimals { get; init; }

    /// <summary>choice, many: the values; their words are <c>question.&lt;id&gt;.options.&lt;value&gt;</c>. Empty when <see cref="OptionsFrom"/> gives them.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>choice: a list of contexts value, ar, en.</summary>
    public Expression? OptionsFrom { get; init; }

    /// <summary>many, group, selection.</summary>
    public int? MinItems { get; init; }

    /// <summary>many, group, selection.</summary>
    public int? MaxItems { get; init; }

    /// <summary>phone: numbers of other countries are taken.</summary>
    public bool Foreign { get; init; }

    /// <summary>file: kinds of content taken, of pdf, jpeg, png.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>file: the greatest size of one file.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>file: how many files.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>group: the questions asked of each entry. In their expressions the entry is <c>row</c>.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>table.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>table: sees <c>row</c>.</summary>
    public Expression? RowValidWhen { get; init; }

    /// <summary>table.</summary>
    public int? MaxRows { get; init; }

    /// <summary>selection: the list of contexts to choose from.</summary>
    public Expression? From { get; init; }

    /// <summary>selection: the field that tells the entries apart.</summary>
    public string? Key { get; init; }

    /// <summary>selection: what is shown of each entry; the expressions see <c>entry</c>.</summary>
    public IReadOnlyList<ShownValue> Shows { get; init; } = [];

    /// <summary>selection: exactly one is chosen, and the value is that one context.</summary>
    public bool ChoosesOne { get; init; }

    /// <summary>The section that asks it.</summary>
    public string SectionId { get; internal set; } = "";

    /// <summary>The group that holds it; null for a question of the form itself.</summary>
    public Question? Group { get; internal set; }

    public string LabelKey => $"question.{Id}.label";

    public string HintKey => $"question.{Id}.hint";

    public string InvalidKey => $"question.{Id}.invalid";

    public string OptionKey(string value) => $"question.{Id}.options.{value}";

    public string ColumnKey(string column) => $"column.{Id}.{column}.label";

    public override string ToString() => $"{Id} ({Type})";
}

/// <summary>A column of a table question.</summary>
/// <param name="Type">A simple type: text, integer, decimal, money, date, month, yesNo, choice, nationalNumber, establishmentNumber.</param>
/// <param name="Min">Of a number or an amount.</param>
/// <param name="Options">Of a choice.</param>
public sealed record TableColumn(
    string Id, AnswerType Type, bool Optional, decimal? Min, decimal? Max, IReadOnlyList<string> Options, SourcePosition At);

/// <summary>How a value is written for a person.</summary>
public enum ValueFormatKind
{
    Text,
    Number,
    Money,
    Date,
    Month,
    DateTime,
    Percent,
    YesNo,
    Choice,
    Governorate,
    Country,
    Masked,
}

/// <summary>How a value is written for a person.</summary>
/// <param name="Question">For <see cref="ValueFormatKind.Choice"/>: whose options' words are used.</param>
public readonly record struct ValueFormat(ValueFormatKind Kind, string? Question = null)
{
    public static readonly ValueFormat Text = new(ValueFormatKind.Text);
}
