namespace Diwan.Kernel;

/// <summary>The same words in Arabic and in English. Neither may be blank.</summary>
public sealed record LocalizedText
{
    public LocalizedText(string ar, string en)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ar);
        ArgumentException.ThrowIfNullOrWhiteSpace(en);
        Ar = ar;
        En = en;
    }

    public string Ar { get; }

    public string En { get; }

    public string In(Language language) => language == Language.Arabic ? Ar : En;

    /// <summary>A text that is the same in both languages, such as a number or a code.</summary>
    public static LocalizedText Same(string text) => new(text, text);

    public override string ToString() => $"{Ar} / {En}";
}
