using System.Globalization;

namespace Diwan.Kernel;

/// <summary>A day as somebody typed it, or a browser's date field sent it: 2018-01-31, in Western or Arabic digits.</summary>
public static class TypedDay
{
    /// <summary>Null when nothing was typed, or no such day.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(Digits.ToAscii(text?.Trim() ?? ""), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The first of a month typed as 2018-01; null when nothing was typed, or no such month.</summary>
    public static DateOnly? ReadMonth(string? text) => Read(text?.Trim() + "-01");
}
