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

    public TableModel Table => PartnerTable.Of(Words, Words["partners.thisMonth", Words.Month(Today)], Months);

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
