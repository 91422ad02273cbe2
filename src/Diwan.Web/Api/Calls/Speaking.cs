using System.Globalization;
using Diwan.Kernel;
using Diwan.Web.Texts;

namespace Diwan.Web.Api.Calls;

/// <summary>Words of the pages, in both languages or in one that the caller names: an app has no language in its address.</summary>
internal static class Speaking
{
    /// <summary>What a page would say.</summary>
    /// <param name="key">Of the texts of the pages.</param>
    /// <param name="values">Of its places.</param>
    internal static LocalizedText Words(this HttpContext http, string key, Func<Text, object?[]>? values = null)
    {
        var text = http.RequestServices.GetRequiredService<Text>();
        string Say() => Plain((values is null ? text[key] : text[key, values(text)]).ToString());
        return new(In(Language.Arabic, Say), In(Language.English, Say));
    }

    /// <summary>Without the marks that set values apart on a page.</summary>
    internal static string Plain(string words) => string.Concat(words.Where(c => c is not (>= '\u2066' and <= '\u2069'))).Replace('\u00a0', ' ');

    internal static T In<T>(Language language, Func<T> say)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Cultures.Of(language);
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
