using System.Globalization;

namespace Diwan.Platform;

/// <summary>
/// The last row of what was read of a long list, by which its rest is found: nothing is skipped or shown twice while rows come and go, and the
/// thousandth page costs what the first does.
/// </summary>
public sealed record ListPlace(DateTimeOffset At, Guid Id)
{
    /// <summary>As it stands in an address.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks:x}-{Id:N}");

    /// <summary>Null for whatever is no place: the list then starts at its beginning.</summary>
    public static ListPlace? Read(string? text) =>
        text?.Split('-') is [{ Length: <= 16 } ticks, var id]
        && long.TryParse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at) && at >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks
        && Guid.TryParseExact(id, "N", out var row)
            ? new ListPlace(new DateTimeOffset(at, TimeSpan.Zero), row)
            : null;
}

/// <summary>A part of a long list.</summary>
/// <param name="Next">Where it goes on; null at its end.</param>
public sealed record Slice<T>(IReadOnlyList<T> Rows, ListPlace? Next);

public static class Slice
{
    public static Slice<T> Empty<T>() => new([], null);

    /// <summary>Of one row more than is wanted, which tells whether there is more.</summary>
    public static Slice<T> Of<TRow, T>(IReadOnlyList<TRow> found, int size, Func<TRow, ListPlace> place, Func<TRow, T> view)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(place);
        return new Slice<T>([.. found.Take(size).Select(view)], found.Count > size ? place(found[size - 1]) : null);
    }
}
