using Diwan.Engine.Definitions;
using Diwan.Payments;

namespace Diwan.Web.Texts;

/// <summary>What belongs to money, by its name in the reader's language.</summary>
public sealed class MoneyNames(Catalogue catalogue, Text text)
{
    /// <summary>An institution, or a partner whose counter takes money.</summary>
    public string Institution(string id) =>
        id.Length == 0 ? text["money.several"]
        : catalogue.FindInstitution(id) is { } known ? known.ShortName.In(text.Language)
        : text.Has($"money.partner.{id}") ? text[$"money.partner.{id}"] : id;

    public string Rail(Rail rail) => text[$"money.rail.{rail.ToString().ToLowerInvariant()}"];

    public string Way(RefundWay way) => text[$"money.way.{way.ToString().ToLowerInvariant()}"];

    public string State(RefundState state) => text[$"money.refund.{state.ToString().ToLowerInvariant()}"];

    public string State(BillState state) => text[$"bill.{state.ToString().ToLowerInvariant()}"];

    public static Tone ToneOf(BillState state) => state switch
    {
        BillState.Settled => Tone.Good,
        BillState.Open or BillState.PartlyPaid => Tone.Warning,
        BillState.Refunding => Tone.Info,
        _ => Tone.Muted,
    };

    public static Tone ToneOf(RefundState state) => state switch
    {
        RefundState.Done => Tone.Good,
        RefundState.NeedsWay or RefundState.Proposed => Tone.Warning,
        RefundState.Asked => Tone.Info,
        _ => Tone.Muted,
    };
}
