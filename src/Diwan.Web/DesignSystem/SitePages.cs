using Microsoft.AspNetCore.Routing.Template;

namespace Diwan.Web;

/// <summary>Which pages the site has.</summary>
internal static class SitePages
{
    /// <param name="path">Without language, such as <c>/track</c>.</param>
    internal static bool Serves(EndpointDataSource endpoints, string path) => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.PathSegments.Count > 1 && e.RoutePattern.Parameters.All(p => !p.IsCatchAll))
        .Any(e => new TemplateMatcher(new RouteTemplate(e.RoutePattern), []).TryMatch($"/ar{path}", []));
}
