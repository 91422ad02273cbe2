using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Web.Identity;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>Who looked at a person's data, when and why.</summary>
public sealed class AccessModel(AccessLedger ledger, FindSession sessions, PublishedServices services, Text text) : SignedInPage
{
    private const int Shown = 200;

    public IReadOnlyList<AccessLine> Lines { get; private set; } = [];

    /// <summary>The latest looks at a counter, one for each session, each with its service; the person may complain of them.</summary>
    public IReadOnlyList<(AccessLine Line, string Service)> Sessions { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Lines = await ledger.OfPersonAsync(Me.PersonKey, null, Shown, Aborted);
        var found = new List<(AccessLine, string)>();
        foreach (var line in Lines.Where(l => l.Role == Place.AgentOfCounter).DistinctBy(l => (l.ReaderName, l.Purpose.En, NationalCalendar.DateAt(l.At))).Take(20))
        {
            if (await sessions.ServiceOfLookAsync(Me.PersonKey, line.At, Aborted) is { } service)
            {
                found.Add((line, service));
            }
        }

        Sessions = found;
    }

    /// <summary>Name, role and institution, as far as each is said.</summary>
    public string WhoIs(AccessLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var role = services.Catalogue.FindRole(line.Role)?.Name.In(text.Language);
        var institution = line.Institution is null ? null : services.Catalogue.FindInstitution(line.Institution)?.ShortName.In(text.Language);
        var separator = text.Language == Language.Arabic ? "، " : ", ";
        return string.Join(separator, ((string?[])[line.ReaderName, role, institution]).Where(p => !string.IsNullOrEmpty(p)).Distinct());
    }
}
