namespace Diwan.Kernel;

/// <summary>Digits as people type them.</summary>
public static class Digits
{
    /// <summary>Turns Arabic-Indic (٠-٩) and extended Arabic-Indic (۰-۹) digits into 0-9; leaves the rest alone.</summary>
    public static string ToAscii(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.AsSpan().IndexOfAnyInRange('٠', '۹');
        return at < 0
            ? text
            : string.Create(text.Length, text, static (span, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    span[i] = ToAscii(source[i]);
                }
            });
    }

    public static char ToAscii(char c) => c switch
    {
        >= '٠' and <= '٩' => (char)(c - '٠' + '0'),
        >= '۰' and <= '۹' => (char)(c - '۰' + '0'),
        _ => c,
    };
}
