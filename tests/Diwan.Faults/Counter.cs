using System.Collections.Concurrent;

namespace Diwan.Faults;

/// <summary>What the cashier of the storm wrote on paper: what was really taken at the counter, and really paid out there.</summary>
internal sealed class Counter
{
    /// <summary>By transaction number: the bill, fils, and whether it was cash.</summary>
    public ConcurrentDictionary<string, (string Bill, long Fils, bool Cash)> Taken { get; } = new(StringComparer.Ordinal);

    /// <summary>By the refund's key: the transaction it gives back, and fils.</summary>
    public ConcurrentDictionary<string, (string Transaction, long Fils)> PaidOut { get; } = new(StringComparer.Ordinal);

    /// <summary>What must lie in the drawer.</summary>
    public long Drawer => Taken.Values.Where(t => t.Cash).Sum(t => t.Fils) - PaidOut.Values.Sum(p => p.Fils);

    public long ByTerminal => Taken.Values.Where(t => !t.Cash).Sum(t => t.Fils);
}
