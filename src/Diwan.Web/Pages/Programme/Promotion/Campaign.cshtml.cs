using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Programme.Promotion;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Promotion;

/// <summary>A campaign with what is printed of it: the short link, the QR code, the words of an SMS.</summary>
public sealed class CampaignModel(FindCampaigns find, KeepCampaigns keep, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    public CampaignView Campaign { get; private set; } = null!;

    public string ServiceName => services.Current(Campaign.Service)?.Name.In(Words.Language) ?? Campaign.Service;

    /// <summary>The short link, whole, as it is printed.</summary>
    public string Link => $"{Request.Scheme}://{Request.Host}{Request.PathBase}/go/{Campaign.Code}";

    public string FunnelPath => string.Create(
        CultureInfo.InvariantCulture, $"/programme/promotion?service={Uri.EscapeDataString(Campaign.Service)}&campaign={Campaign.Code}&from={Campaign.From:yyyy-MM-dd}&to={Campaign.Until:yyyy-MM-dd}");

    public async Task<IActionResult> OnGetAsync(string code) => await ReadAsync(code) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string code, string? until)
    {
        switch (await keep.EndAsync(Me, code, TypedDay.Read(until), Aborted))
        {
            case KeepCampaigns.Result.Kept kept:
                return Go(links, $"/programme/promotion/{kept.Code}");
            case KeepCampaigns.Result.NotAllowed:
                return Forbid();
            case KeepCampaigns.Result.Refused refused when await ReadAsync(code):
                Refuse(refused.Why);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(string code)
    {
        Campaign = (await find.RunAsync(code, Aborted))!;
        return Campaign is not null;
    }
}
