using Diwan.Kernel;
using Diwan.Programme.Partners;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The partners, and what each did this month and last.</summary>
public sealed class PartnersModel(FindPartners find, KeepPartners keep, MeasurePartners measure, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public IReadOnlyList<PartnerView> All { get; private set; } = [];

    public IReadOnlyList<PartnerMonth> Months { get; private set; } = [];

    public string? Code { get; private set; }

    public string? NameAr { get; private set; }

    public string? NameEn { get; private set; }

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public IReadOnlyList<(string Value, string Label)> Kinds => [.. Enum.GetValues<PartnerKind>().Select(k => (k.ToString(), (string)Words[$"partners.kind.{k}"]))];

    public TableModel Table => new(
        Words["partners.thisMonth", Words.Month(Today)],
        [
            new((string)Words["partners.partner"]), new((string)Words["partners.submitted"], true), new((string)Words["partners.complaints"], true), new((string)Words["partners.certified"], true),
            new((string)Words["partners.missed"], true), new((string)Words["partners.due"], true),
        ],
        [
            .. Months.Select(m => (IReadOnlyList<object?>)
            [
                m.Name.In(Words.Language), Words.Number(m.Submitted), Words.Number(m.Complaints), Words["partners.of", Words.Number(m.CertifiedSites), Words.Number(m.OpenSites)],
                Words.Number(m.Levels.Count(l => l.IsMissed)), m.Contract is null ? Words["partners.noContract"] : Words.Money(m.Due),
            ]),
        ]);

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync(string? code, PartnerKind kind, string? nameAr, string? nameEn)
    {
        (Code, NameAr, NameEn) = (code, nameAr, nameEn);
        switch (await keep.AddAsync(Me, code?.Trim(), kind, nameAr, nameEn, Aborted))
        {
            case KeepPartners.Result.Kept:
                return Go(links, $"/programme/partners/{code!.Trim()}");
            case KeepPartners.Result.Refused refused:
                Refuse(refused.Why);
                await ReadAsync();
                return Page();
            default:
                return Forbid();
        }
    }

    private async Task ReadAsync()
    {
        All = await find.AllAsync(Aborted);
        Months = await measure.RunAsync(Today, Aborted);
    }
}
