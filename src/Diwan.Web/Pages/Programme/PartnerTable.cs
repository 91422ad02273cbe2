using Diwan.Programme.Partners;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Programme;

/// <summary>What partners did in a month and are due, as a table.</summary>
internal static class PartnerTable
{
    internal static TableModel Of(Text words, string caption, IEnumerable<PartnerMonth> months) => new(
        caption,
        [
            new((string)words["partners.partner"]), new((string)words["partners.submitted"], true), new((string)words["partners.complaints"], true), new((string)words["partners.certified"], true),
            new((string)words["partners.missed"], true), new((string)words["partners.due"], true),
        ],
        [
            .. months.Select(m => (IReadOnlyList<object?>)
            [
                m.Name.In(words.Language), words.Number(m.Submitted), words.Number(m.Complaints), words["partners.of", words.Number(m.CertifiedSites), words.Number(m.OpenSites)],
                words.Number(m.Levels.Count(l => l.IsMissed)), m.Contract is null ? words["partners.noContract"] : words.Money(m.Due),
            ]),
        ]);
}
