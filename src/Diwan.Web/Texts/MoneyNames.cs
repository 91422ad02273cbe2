using Diwan.Accounts;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Payments;

namespace Diwan.Web.Texts;

/// <summary>What belongs to money, by its name in the reader's language.</summary>
public sealed class MoneyNames(Catalogue catalogue, FindAccount accounts, Text text)
{
    private readonly Dictionary<string, LocalizedText> _people = new(StringComparer.Ordinal);

    /// <summary>Learns the names of those that a page will name. What is written down beside a matter is a name in one language.</summary>
    public async Task LearnAsync(IEnumerable<string?> personKeys, CancellationToken ct)
    {
        var keys = personKeys.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count > 0)
        {
            foreach (var (key, name) in await accounts.NamesAsync(keys, ct))
            {
                _people[key] = name;
            }
        }
    }

    /// <summary>A person's name in the reader's language where it is known, else as it was written down.</summary>
    public string Person(string? key, string? written) => key is not null && _people.TryGetValue(key, out var name) ? name.In(text.Language) : written ?? "";

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
