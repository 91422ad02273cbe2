using Diwan.Kernel;

namespace Diwan.Payments;

public enum BillLineKind
{
    /// <summary>For the service itself.</summary>
    Charge,

    /// <summary>A statutory debt that is paid through the service: a tax, a fine, a contribution.</summary>
    Debt,

    /// <summary>Taken off. Its amount is negative.</summary>
    Discount,
}

/// <summary>One line of a bill.</summary>
/// <param name="Why">The explanation that the payer reads.</param>
/// <param name="Instrument">The id of the law, bylaw or decision it rests on.</param>
/// <param name="Law">That instrument in words, with the date by which it was chosen; null of bills from before it was noted.</param>
public sealed record BillLine(
    string Code, BillLineKind Kind, Money Amount, LocalizedText Label, LocalizedText Why, string Instrument, LocalizedText? Law = null);
