namespace Diwan.Web.Pages.Programme;

/// <summary>A line or a box to write in.</summary>
/// <param name="Language">The language it is to be written in; null for that of the page.</param>
/// <param name="Key">Tells it apart where the same name stands in several forms of a page.</param>
public sealed record InputField(
    string Name, string Label, string? Value = null, string? Hint = null, int Rows = 1, bool Narrow = false, string? Language = null, string Type = "text", string? Key = null)
{
    public string Id => Key is null ? Name : $"{Name}-{Key}";

    /// <summary>Codes, numbers and dates are written from left to right; a named language in its own direction.</summary>
    public string? Direction => Language switch { "ar" => "rtl", "en" => "ltr", _ => Narrow ? "ltr" : null };
}

/// <summary>A choice of one.</summary>
public sealed record ChoiceField(string Name, string Label, IReadOnlyList<(string Value, string Label)> Options, string? Value = null);
