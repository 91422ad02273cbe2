using Diwan.Kernel;
using Diwan.Programme.Promotion;

namespace Diwan.Web.Api;

/// <summary>The short links of campaigns: <c>/go/CODE</c> leads to the page of the service.</summary>
internal static class CampaignEndpoints
{
    internal static void MapCampaigns(this WebApplication app) => app.MapGet("/go/{code}", async (string code, HttpRequest request, FindCampaigns find, VisitCounter visits, TimeProvider time, CancellationToken ct) =>
    {
        var language = RouteCultureProvider.Preferred(request).Code();
        if (code.Length > KeepCampaigns.LongestCode || await find.RunAsync(code, ct) is not { } campaign)
        {
            return Results.LocalRedirect($"{request.PathBase}/{language}/services");
        }

        // After its last day a printed link still leads to the service, and counts no longer.
        var runs = campaign.RunsOn(NationalCalendar.DateAt(time.GetUtcNow()));
        if (runs)
        {
            visits.Count(campaign.Service, campaign.Code, VisitStep.Link);
        }

        return Results.LocalRedirect($"{request.PathBase}/{language}/services/{campaign.Service}{(runs ? $"?{FindCampaigns.Query}={campaign.Code}" : "")}");
    }).ExcludeFromDescription();
}
