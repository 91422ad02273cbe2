namespace Diwan.Kernel;

/// <summary>The two languages of the state's services. Arabic is the first language everywhere.</summary>
public enum Language
{
    Arabic,
    English,
}

public static class Languages
{
    /// <summary>The ISO 639-1 code: <c>ar</c> or <c>en</c>.</summary>
    public static string Code(this Language language) => language == Language.Arabic ? "ar" : "en";

    /// <summary>Reads <c>ar</c> or <c>en</c>, in any case and with any region; anything else is Arabic.</summary>
    public static Language FromCode(string? code) =>
        code is not null && code.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English : Language.Arabic;
}
