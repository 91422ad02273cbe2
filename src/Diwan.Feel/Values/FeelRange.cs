namespace Diwan.Feel;

/// <summary>A range of comparable values. A null end is open without bound.</summary>
public sealed class FeelRange : IEquatable<FeelRange>
{
    public FeelRange(FeelValue start, bool startIncluded, FeelValue end, bool endIncluded)
    {
        Start = start;
        StartIncluded = startIncluded;
        End = end;
        EndIncluded = endIncluded;
    }

    public FeelValue Start { get; }
    public bool StartIncluded { get; }
    public FeelValue End { get; }
    public bool EndIncluded { get; }

    /// <summary>Whether the value lies within; null where it cannot be compared with the ends.</summary>
    public bool? Includes(FeelValue value)
    {
        if (value.IsNull) return null;
        if (Start.IsNull && End.IsNull) return null;
        if (!Start.IsNull)
        {
            if (FeelCompare.Order(Start, value) is not { } order) return null;
            if (order > 0 || (order == 0 && !StartIncluded)) return End.IsNull || FeelCompare.Order(value, End) is not null ? false : null;
        }
        if (!End.IsNull)
        {
            if (FeelCompare.Order(value, End) is not { } order) return null;
            if (order > 0 || (order == 0 && !EndIncluded)) return false;
        }
        return true;
    }

    public bool Equals(FeelRange? other) => other is not null && StartIncluded == other.StartIncluded && EndIncluded == other.EndIncluded && Start == other.Start && End == other.End;
    public override bool Equals(object? obj) => Equals(obj as FeelRange);
    public override int GetHashCode() => HashCode.Combine(Start, StartIncluded, End, EndIncluded);
    public override string ToString() => FeelValue.Of(this).ToString();
}
