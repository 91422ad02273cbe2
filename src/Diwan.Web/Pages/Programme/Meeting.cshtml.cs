using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Programme.Accountability;
using Diwan.Programme.Committee;
using Diwan.Programme.Papers;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A meeting: its agenda, who was there, what was decided, its minutes.</summary>
public sealed class MeetingModel(
    FindMeetings find, KeepMeetings keep, ReadMatters matters, IssueMinutes paper, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public MeetingView Meeting { get; private set; } = null!;

    /// <summary>Late matters that have risen to the committee and are not on the agenda.</summary>
    public IReadOnlyList<OpenMatter> Proposed { get; private set; } = [];

    public DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    public IReadOnlyList<(string Value, string Label)> ServiceOptions =>
        [("", Words["programme.allServices"]), .. services.Catalogue.Services.Select(s => (s.Id.ToString(), s.Name.In(Words.Language)))];

    public IReadOnlyList<(string Value, string Label)> SeatOptions => [.. services.Catalogue.Steering.Seats.Select(s => (s.Id, s.Name.In(Words.Language)))];

    public IEnumerable<(string Seat, string Name, IReadOnlyList<Attendance> There)> Attendance => services.Catalogue.Steering.Seats
        .Select(s => (s.Id, s.Name.In(Words.Language), (IReadOnlyList<Attendance>)[.. Meeting.Attendance.Where(a => a.Seat == s.Id)]));

    public string? NameOf(AgendaItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Service is { } service ? services.Current(service)?.Name.In(Words.Language) ?? service : null;
    }

    public async Task<IActionResult> OnGetAsync(int year, int running) => await ReadAsync($"{year}/{running}") ? Page() : NotFound();

    public async Task<IActionResult> OnGetPdfAsync(int year, int running) =>
        await paper.RunAsync(Me.ToActor(), $"{year}/{running}", Words.Language, Aborted) is { } ready ? File(ready.Bytes, "application/pdf", ready.Name) : NotFound();

    public async Task<IActionResult> OnPostItemAsync(int year, int running, string? titleAr, string? titleEn, string? service) =>
        await AnswerAsync(await keep.AddItemAsync(Me, $"{year}/{running}", titleAr, titleEn, string.IsNullOrEmpty(service) ? null : service, null, Aborted), $"{year}/{running}");

    public async Task<IActionResult> OnPostProposeAsync(int year, int running, string? matter)
    {
        var found = (await matters.ForAsync(Me, Aborted)).FirstOrDefault(m => m.Key == matter);
        return found is null
            ? NotFound()
            : await AnswerAsync(await keep.AddItemAsync(Me, $"{year}/{running}", found.Title.Ar, found.Title.En, found.Service, found.Key, Aborted), $"{year}/{running}");
    }

    public async Task<IActionResult> OnPostNoteAsync(int year, int running, Guid item, string? ar, string? en) =>
        await AnswerAsync(await keep.NoteAsync(Me, $"{year}/{running}", item, ar, en, Aborted), $"{year}/{running}");

    public async Task<IActionResult> OnPostAttendAsync(int year, int running, string? seat, string? name, bool deputy) =>
        await AnswerAsync(await keep.AttendAsync(Me, $"{year}/{running}", seat, name, deputy, Aborted), $"{year}/{running}");

    public async Task<IActionResult> OnPostLeaveAsync(int year, int running, Guid line) =>
        await AnswerAsync(await keep.LeaveAsync(Me, $"{year}/{running}", line, Aborted), $"{year}/{running}");

    public async Task<IActionResult> OnPostCloseAsync(int year, int running) => await AnswerAsync(await keep.CloseAsync(Me, $"{year}/{running}", Aborted), $"{year}/{running}");

    private async Task<IActionResult> AnswerAsync(KeepMeetings.Result result, string number)
    {
        switch (result)
        {
            case KeepMeetings.Result.Kept:
                return Go(links, $"/programme/meetings/{number}");
            case KeepMeetings.Result.NotAllowed:
                return Forbid();
            case KeepMeetings.Result.Refused refused when await ReadAsync(number):
                Refuse(refused.Why);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(string number)
    {
        if (await find.FindAsync(number, Aborted) is not { } found)
        {
            return false;
        }

        Meeting = found;
        if (Runs && found.IsOpen)
        {
            var there = found.Agenda.Select(a => a.Matter).OfType<string>().ToHashSet(StringComparer.Ordinal);
            Proposed = [.. (await matters.ForAsync(Me, Aborted)).Where(m => m.Level >= EscalationLevel.Committee && !there.Contains(m.Key))];
        }

        return true;
    }
}
