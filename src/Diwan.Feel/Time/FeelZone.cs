using System.Collections.Concurrent;
using System.Globalization;

namespace Diwan.Feel;

/// <summary>A time zone of a FEEL time: an offset from UTC, or an IANA name such as Asia/Amman.</summary>
public sealed class FeelZone : IEquatable<FeelZone>
{
    private const int MaxKnown = 1024;
    private static readonly ConcurrentDictionary<string, FeelZone?> Known = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo? _rules;
    private readonly int _offset;

    private FeelZone(int offset) => _offset = offset;

    private FeelZone(string name, TimeZoneInfo rules)
    {
        Name = name;
        _rules = rules;
    }

    public static FeelZone Utc { get; } = new(0);

    /// <summary>The IANA name; null for a plain offset.</summary>
    public string? Name { get; }

    /// <summary>An offset in seconds, within 18 hours of UTC (XML Schema allows 14; the FEEL kit 18).</summary>
    public static FeelZone? FromOffset(int seconds) => seconds == 0 ? Utc : Math.Abs(seconds) <= 18 * 3600 ? new FeelZone(seconds) : null;

    /// <summary>A zone by IANA name; null if this machine's zone data does not know it.</summary>
    public static FeelZone? FromName(string name)
    {
        if (name.Length is 0 or > 64) return null;
        if (Known.TryGetValue(name, out var zone)) return zone;
        if (name == "Z" || !char.IsAsciiLetter(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+'))) return null;
        zone = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var rules) && rules.HasIanaId ? new FeelZone(name, rules) : null;
        if (Known.Count < MaxKnown) Known[name] = zone;
        return zone;
    }

    /// <summary>The offset in seconds at a local date and time. For dates beyond .NET's calendar the nearest year's rules count.</summary>
    public int OffsetAt(FeelDate date, long nanosOfDay)
    {
        if (_rules is null) return _offset;
        var year = Math.Clamp(date.Year, 2, 9998);
        var day = Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month));
        var local = new DateTime(year, date.Month, day).AddTicks(nanosOfDay / 100);
        return (int)_rules.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)).TotalSeconds;
    }

    /// <summary>The offset in seconds of a time without a date: fixed for offsets, the standard one for named zones.</summary>
    public int StandardOffset => _rules is null ? _offset : (int)_rules.BaseUtcOffset.TotalSeconds;

    /// <summary>True for a plain offset.</summary>
    public bool IsOffset => _rules is null;

    public bool Equals(FeelZone? other) => other is not null && Name == other.Name && _offset == other._offset;
    public override bool Equals(object? obj) => Equals(obj as FeelZone);
    public override int GetHashCode() => HashCode.Combine(Name, _offset);

    public override string ToString()
    {
        if (Name is not null) return "@" + Name;
        if (_offset == 0) return "Z";
        var absolute = Math.Abs(_offset);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(_offset < 0 ? '-' : '+')}{absolute / 3600:00}:{absolute / 60 % 60:00}");
        return absolute % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{absolute % 60:00}");
    }
}
