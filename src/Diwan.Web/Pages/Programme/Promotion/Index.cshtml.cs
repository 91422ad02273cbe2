using System.Globalization;
using System.Text;
using Diwan.Cases.Published;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Promotion;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Promotion;

/// <summary>Campaigns, and how far people came: from the link to the issued document, without anybody in it.</summary>
public sealed class PromotionModel(
    FindCampaigns find, KeepCampaigns keep, ReadFunnel read, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    private const int UsualDays = 90;

    private static readonly string[] Steps = ["links", "pages", "begun", "submitted", "paid", "issued"];

    public IReadOnlyList<ServiceDefinition> Services => services.Catalogue.Services;

    public IReadOnlyList<CampaignView> Campaigns { get; private set; } = [];

    public string? Service { get; private set; }

    public string? Campaign { get; private set; }

    public DateOnly First { get; private set; }

    public DateOnly Last { get; private set; }

    public Funnel? Funnel { get; private set; }

    public DateTimeOffset CountedAt { get; private set; }

    public string CsvPath => links.To("/programme/promotion", ("handler", "csv"), ("service", Service), ("campaign", Campaign), ("from", Iso(First)), ("to", Iso(Last)));

    public string NameOf(string service) => services.Current(service)?.Name.In(Words.Language) ?? service;

    public string? Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : null;

    public async Task<IActionResult> OnGetAsync(string? service, string? campaign, string? from, string? to)
    {
        await ReadAsync(service, campaign, from, to);
        return Page();
    }

    public async Task<IActionResult> OnGetCsvAsync(string? service, string? campaign, string? from, string? to)
    {
        await ReadAsync(service, campaign, from, to);
        return Funnel is null
            ? NotFound()
            : File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Csv(Funnel))], "text/csv; charset=utf-8", $"funnel-{Service!.Replace('/', '-')}.csv");
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? forService, string? nameAr, string? nameEn, CampaignMedium medium, string? begins, string? ends)
    {
        switch (await keep.OpenAsync(Me, code, forService, nameAr, nameEn, medium, TypedDay.Read(begins), TypedDay.Read(ends), Aborted))
        {
            case KeepCampaigns.Result.Kept kept:
                return Go(links, $"/programme/promotion/{kept.Code}");
            case KeepCampaigns.Result.Refused refused:
                Refuse(refused.Why);
                await ReadAsync(null, null, null, null);
                return Page();
            default:
                return Forbid();
        }
    }

    public ChartModel Chart(Funnel funnel)
    {
        ArgumentNullException.ThrowIfNull(funnel);
        var t = funnel.Together;
        return new(
            ChartKind.Bars, (string)Words["promotion.steps"], (string)Words["promotion.step"],
            [.. Steps.Select(s => (string)Words[$"promotion.step.{s}"])],
            [new ChartSeries((string)Words["promotion.count"], [.. new[] { funnel.Links, funnel.Pages, t.Begun, t.Submitted, t.Paid, t.Issued }.Select(c => (decimal?)c)])],
            Words.Number, Words["promotion.small", SmallCounts.Smallest]);
    }

    public TableModel Table(Funnel funnel, FunnelBy by)
    {
        ArgumentNullException.ThrowIfNull(funnel);
        string Told(int? count) => count is { } c ? Words.Number(c) : Words["promotion.untold"];
        IReadOnlyList<object?> Row(string name, FunnelLine line) => [name, Told(line.Begun), Told(line.Submitted), Told(line.Paid), Told(line.Issued)];
        return new(
            (string)Words[$"promotion.by.{by}"],
            [
                new((string)Words["promotion.group"]), new((string)Words["promotion.step.begun"], true), new((string)Words["promotion.step.submitted"], true),
                new((string)Words["promotion.step.paid"], true), new((string)Words["promotion.step.issued"], true),
            ],
            [.. funnel.Lines[by].Select(l => Row(Name(by, l.Key), l))],
            Row(Words["promotion.together"], funnel.Together));
    }

    private string Name(FunnelBy by, string key) => key.Length == 0 ? Words["promotion.unknown"] : by switch
    {
        FunnelBy.Channel => Channels.FromCode(key)!.Value.Name().In(Words.Language),
        FunnelBy.Governorate => Places.Governorates.TryGetValue(key, out var name) ? name.In(Words.Language) : key,
        FunnelBy.Sex => Words[$"promotion.sex.{key}"],
        _ => Words["reach.by.Age", Words.Number(int.Parse(key, CultureInfo.InvariantCulture))],
    };

    private static string Csv(Funnel funnel)
    {
        var csv = new StringBuilder("by,group,begun,submitted,paid,issued\r\n");
        void Line(string by, FunnelLine l) => csv.Append(CultureInfo.InvariantCulture, $"{by},{l.Key},{l.Begun},{l.Submitted},{l.Paid},{l.Issued}\r\n");
        Line("all", funnel.Together);
        foreach (var (by, lines) in funnel.Lines)
        {
            foreach (var line in lines)
            {
                Line(by.ToString(), line);
            }
        }

        return csv.Append(CultureInfo.InvariantCulture, $"links,,{funnel.Links},,,\r\npages,,{funnel.Pages},,,\r\n").ToString();
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task ReadAsync(string? service, string? campaign, string? from, string? to)
    {
        Campaigns = await find.AllAsync(Aborted);
        Campaign = Campaigns.FirstOrDefault(c => c.Code == campaign)?.Code;
        Service = services.Current(service ?? "") is { } named ? named.Id.ToString() : Campaigns.FirstOrDefault(c => c.Code == Campaign)?.Service ?? (service is null ? null : "");
        Last = TypedDay.Read(to) ?? NationalCalendar.DateAt(time.GetUtcNow());
        First = TypedDay.Read(from) is { } first && first <= Last ? first : Last.AddDays(-UsualDays);
        if (!string.IsNullOrEmpty(Service))
        {
            (CountedAt, Funnel) = await read.RecentAsync(Service, Campaign, First, Last, Aborted);
        }
    }
}
