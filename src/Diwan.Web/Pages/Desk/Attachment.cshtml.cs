using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>A file the applicant attached, for the officer who works on the case. Always saved, never shown inside the site.</summary>
public sealed class AttachmentModel(ReadAttachment read) : SignedInPage
{
    public async Task<IActionResult> OnGetAsync(string reference, string task, string question, string key) =>
        !Me.IsOfficer || !Me.May(Ability.WorkTasks) ? Forbid()
        : await read.OfTaskAsync(reference, task, new Officer(Actor, Me.Roles), question, key, Aborted) is { } file
            ? File(file.Content, file.MediaType, file.Name)
            : NotFound();
}
