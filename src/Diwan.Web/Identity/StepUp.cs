using System.Globalization;
using Diwan.Kernel;
using Microsoft.AspNetCore.Authentication;

namespace Diwan.Web.Identity;

/// <summary>
/// Asking somebody to show again, or by a higher level, who they are. They come back to exactly where they were; what they had is kept meanwhile, since nothing but the session's
/// level changes.
/// </summary>
internal static class StepUp
{
    internal const string Path = "/step-up";

    /// <summary>Why somebody stands on the page a second time.</summary>
    internal const string Cancelled = "cancelled";
    internal const string SomebodyElse = "other";
    internal const string TooLow = "low";

    private const string LevelItem = "diwan.level";
    private const string AgeItem = "diwan.age";
    private const string PersonItem = "diwan.person";
    private const string ReturnItem = "diwan.return";
    private const string LanguageItem = "diwan.language";

    /// <summary>The page that asks, from which the person comes back to an address of ours.</summary>
    /// <param name="most">How long ago they may have shown who they are, at most; null for any time in this session.</param>
    internal static string Address(Links links, Language language, Assurance needed, string back, TimeSpan? most = null) =>
        links.To(language, Path) + QueryString.Create(
        [
            new("level", needed.Code()), new("return", back),
            .. most is { } age ? new KeyValuePair<string, string?>[] { new("age", Seconds(age)) } : [],
        ]);

    /// <summary>What the provider is told when somebody signs in.</summary>
    /// <param name="only">The key of who may come back; null for anybody.</param>
    internal static AuthenticationProperties Ask(Assurance level, string back, Language language, TimeSpan? most = null, string? only = null)
    {
        var properties = new AuthenticationProperties { RedirectUri = back };
        properties.Items[LevelItem] = level.Code();
        properties.Items[ReturnItem] = back;
        properties.Items[LanguageItem] = language.Code();
        if (only is not null)
        {
            properties.Items[PersonItem] = only;
        }

        if (most is { } age)
        {
            properties.Items[AgeItem] = Seconds(age);
        }

        return properties;
    }

    internal static Assurance? LevelOf(AuthenticationProperties? properties) => Assurances.FromCode(Item(properties, LevelItem));

    internal static string? AgeOf(AuthenticationProperties? properties) => Item(properties, AgeItem);

    /// <summary>Who alone may come back; null where it is a sign-in and no step up.</summary>
    internal static string? OnlyOf(AuthenticationProperties? properties) => Item(properties, PersonItem);

    /// <summary>Where somebody is sent whose sign-in came to nothing: back to the page that asked for it, which says why.</summary>
    internal static string AddressAfter(AuthenticationProperties? properties, string root, string why)
    {
        var language = Languages.FromCode(Item(properties, LanguageItem)).Code();
        var back = Item(properties, ReturnItem);
        return OnlyOf(properties) is null
            ? $"{root}/{language}/sign-in" + QueryString.Create([new("failed", "true"), .. back is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("return", back)]])
            : $"{root}/{language}{Path}" + QueryString.Create(
            [
                new("level", Item(properties, LevelItem)), new("return", back), new("problem", why),
                .. AgeOf(properties) is { } age ? new KeyValuePair<string, string?>[] { new("age", age) } : [],
            ]);
    }

    private static string? Item(AuthenticationProperties? properties, string name) => properties?.Items.TryGetValue(name, out var value) == true ? value : null;

    private static string Seconds(TimeSpan age) => ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
