using Microsoft.AspNetCore.Routing.Template;

namespace Diwan.Web;

/// <summary>Which pages the site has, as its routes say; they are read once, when they are all there.</summary>
internal sealed class SitePages(EndpointDataSource endpoints)
{
    private readonly Lazy<List<TemplateMatcher>> _pages = new(() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.PathSegments.Count > 1 && e.RoutePattern.Parameters.All(p => !p.IsCatchAll))
            .Select(e => new TemplateMatcher(new RouteTemplate(e.RoutePattern), [])),
    ]);

    /// <param name="path">Without language, such as <c>/track</c>.</param>
    internal bool Serves(string path) => _pages.Value.Exists(p => p.TryMatch($"/ar{path}", []));
}
