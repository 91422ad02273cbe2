using Diwan.Cases.Published;
using Diwan.Visits;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Visits;

/// <summary>The door of a place: whoever comes gets a number, by the code of their appointment or for their reason.</summary>
public sealed class DoorModel(Arrive arrive, FindVisitPlaces places, PublishedServices services, Links links, Text text) : SignedInPage
{
    public VisitPlace Place { get; private set; } = null!;

    public Ticket? Given { get; private set; }

    public string? Code { get; private set; }

    public IReadOnlyList<FieldError> Problems { get; private set; } = [];

    public string NumberAddress => $"{Request.Scheme}://{Request.Host}{links.To($"/visits/numbers/{Given!.Id}")}";

    /// <summary>The reasons, each also with the service it may be for.</summary>
    public IReadOnlyList<(string Value, string Label)> Choices =>
    [
        .. services.Catalogue.Visits.At(Place.Id).SelectMany(kind =>
            kind.Services.Concat(kind.Cases.SelectMany(c => c.Services)).Distinct()
                .Where(s => Place.IsCounter || Place.Id.StartsWith(s.Institution + "/", StringComparison.Ordinal))
                .Select(s => ($"{kind.Id}|{s}", $"{kind.Name.In(text.Language)}: {services.Current(s.ToString())?.Name.In(text.Language)}"))
                .Append((kind.Id, $"{kind.Name.In(text.Language)}: {text["visits.otherService"]}"))),
    ];

    public async Task<IActionResult> OnGetAsync(string institution, string office) => await FindAsync(institution, office) ? Page() : Forbid();

    public async Task<IActionResult> OnPostCodeAsync(string institution, string office, string? code)
    {
        Code = code;
        return await FindAsync(institution, office) ? Answer(await arrive.ByCodeAsync(Me, Place.Id, code, Aborted)) : Forbid();
    }

    public async Task<IActionResult> OnPostNumberAsync(string institution, string office, string? what)
    {
        var parts = what?.Split('|') ?? [];
        return await FindAsync(institution, office)
            ? Answer(await arrive.WithoutAppointmentAsync(Me, Place.Id, parts.Length > 0 ? parts[0] : null, parts.Length > 1 ? parts[1] : null, Aborted))
            : Forbid();
    }

    private IActionResult Answer(QueueResult result)
    {
        switch (result)
        {
            case QueueResult.Done done:
                (Given, Code) = (done.Ticket, null);
                return Page();
            case QueueResult.Refused refused:
                Problems = [new FieldError(refused.Field, refused.Why.In(text.Language))];
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Page();
            default:
                return Forbid();
        }
    }

    private async Task<bool> FindAsync(string institution, string office)
    {
        if (await places.ForStaffAsync(Me, $"{institution}/{office}", Aborted) is not { } place)
        {
            return false;
        }

        Place = place;
        return true;
    }
}
