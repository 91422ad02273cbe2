using System.Text.Json.Serialization;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>What a fee line is for.</summary>
public enum FeeKind
{
    /// <summary>What the service itself costs; lower on electronic channels than at the counter.</summary>
    Charge,

    /// <summary>A tax, fine or contribution, owed whatever the channel.</summary>
    Debt,

    /// <summary>A reduction of a debt; negative.</summary>
    Discount,
}

/// <summary>A rule of a decision table that fired.</summary>
/// <param name="Annotations">By the names of the annotation columns.</param>
public sealed record FiredRule(string Decision, string Rule, int Row, IReadOnlyDictionary<string, string> Annotations);

/// <summary>A line of what is to be paid, with its explanation. One evaluation gives the amount and the words.</summary>
/// <param name="Code">The line, as in <c>fee.&lt;line&gt;</c>.</param>
/// <param name="Instrument">The id of the legal instrument it rests on.</param>
/// <param name="Values">What the explanation names, as a person reads it.</param>
/// <param name="Rules">The rules that gave it.</param>
/// <param name="By">The date the instrument names; null of lines kept before it was noted.</param>
/// <param name="On">That date in this case.</param>
public sealed record FeeLine(
    string Code,
    [property: JsonConverter(typeof(JsonStringEnumConverter<FeeKind>))] FeeKind Kind,
    Money Amount,
    string Instrument,
    LocalizedText Label,
    LocalizedText Why,
    IReadOnlyDictionary<string, LocalizedText> Values,
    IReadOnlyList<FiredRule> Rules,
    [property: JsonConverter(typeof(JsonStringEnumConverter<LawDate>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LawDate? By = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? On = null);

/// <summary>A line without its words.</summary>
public sealed record FeeAmount(string Code, [property: JsonConverter(typeof(JsonStringEnumConverter<FeeKind>))] FeeKind Kind, Money Amount);

/// <summary>All there is to pay, and why.</summary>
public sealed record FeeStatement(IReadOnlyList<FeeLine> Lines)
{
    public static readonly FeeStatement Nothing = new([]);

    [JsonIgnore]
    public Money Total => Lines.Sum(l => l.Amount);

    /// <summary>What the service itself costs.</summary>
    [JsonIgnore]
    public Money Charges => Lines.Where(l => l.Kind == FeeKind.Charge).Sum(l => l.Amount);
}

/// <summary>The same application on an electronic channel and at the counter.</summary>
public sealed record ChannelComparison(FeeStatement Electronic, FeeStatement Counter)
{
    /// <summary>How much less the person pays electronically; never negative in a definition the checker took.</summary>
    public Money Saved => Counter.Total - Electronic.Total;

    public Money ChargesSaved => Counter.Charges - Electronic.Charges;
}

/// <summary>A reason why a person may not have the service, and what to do.</summary>
public sealed record RefusalReason(string Code, LocalizedText Why, LocalizedText Remedy, IReadOnlyList<FiredRule> Rules);

/// <summary>What the eligibility rules say.</summary>
public sealed record EligibilityResult(IReadOnlyList<RefusalReason> Reasons)
{
    public static readonly EligibilityResult Eligible = new([]);

    public bool IsEligible => Reasons.Count == 0;

    public IReadOnlyList<string> Codes { get; } = [.. Reasons.Select(r => r.Code)];
}
