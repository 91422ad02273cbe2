using Diwan.Engine.Definitions;

namespace Diwan.Web.Telephone;

/// <summary>
/// The institution's application in which a page is read. Its pages are those of the site, below <c>/app/{institution}</c>: so it has a scope of its own
/// on the telephone, and not one page of its own to keep.
/// </summary>
public sealed record CurrentApp(Institution Institution, InstitutionApp App)
{
    internal const string Prefix = "/app";

    /// <summary>The path everything of the application is below.</summary>
    public string Base => $"{Prefix}/{Institution.Id}";

    /// <summary>Null on the site itself.</summary>
    public static CurrentApp? Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<CurrentApp>();
    }

    internal static string Icon(Institution institution, string kind) => $"img/apps/{institution.Id}-{kind}.png";
}
