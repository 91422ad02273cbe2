namespace Diwan.Programme.Promotion;

/// <summary>Counts that are told without letting anybody be found in them.</summary>
public static class SmallCounts
{
    /// <summary>Counts from one to one less than this are not told.</summary>
    public const int Smallest = 5;

    /// <summary>
    /// A column of counts beside its sum. What is small is left out; and since the sum would tell it, the next smallest ones too, until two or more are left out
    /// that make <see cref="Smallest"/> or more together. None is told when that cannot be.
    /// </summary>
    /// <returns>Null where a count is not told. Nobody is found in a zero.</returns>
    public static IReadOnlyList<int?> Told(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var hidden = Enumerable.Range(0, counts.Count).Where(i => counts[i] is > 0 and < Smallest).ToHashSet();
        foreach (var next in Enumerable.Range(0, counts.Count).Where(i => counts[i] >= Smallest).OrderBy(i => counts[i]).ThenBy(i => i))
        {
            if (hidden.Count == 0 || (hidden.Count > 1 && hidden.Sum(i => counts[i]) >= Smallest))
            {
                break;
            }

            hidden.Add(next);
        }

        return [.. counts.Select((count, i) => hidden.Contains(i) ? (int?)null : count)];
    }

    /// <summary>A sum by itself.</summary>
    public static int? Told(int sum) => sum is > 0 and < Smallest ? null : sum;
}
