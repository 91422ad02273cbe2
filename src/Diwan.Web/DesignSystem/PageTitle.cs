using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Diwan.Web;

/// <summary>The title of a page, in the tab and in the history. An error in the form is said first, so that it is heard first.</summary>
public static class PageTitle
{
    private const string Key = "Title";

    public static string? Title(this ViewDataDictionary viewData)
    {
        ArgumentNullException.ThrowIfNull(viewData);
        return viewData[Key] as string;
    }

    public static void SetTitle(this ViewDataDictionary viewData, string title)
    {
        ArgumentNullException.ThrowIfNull(viewData);
        viewData[Key] = title;
    }
}
