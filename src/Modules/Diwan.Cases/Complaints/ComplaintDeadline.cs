using System.Globalization;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Complaints;

/// <summary>
/// Keeps the date of a complaint. When it passes without an answer the complaint comes before the head of the unit, who is told, and so is
/// the person. A holiday announced meanwhile moves the date: working days are reckoned anew before anybody is blamed.
/// </summary>
internal sealed class ComplaintDeadline(
    IDbContextFactory<AppDbContext> databases, PublishedServices services, FindColleagues colleagues, MessageTemplates templates, TimeProvider time) : IDutyHandler
{
    private const string DutyKind = "complaint.deadline";

    public string Kind => DutyKind;

    internal static void Owe(Change change, ComplaintRow row) => change.Owe(new DutyOrder(DutyKind, row.Id, "{}", row.DueAt, Key(row)));

    internal static void NoLongerOwe(Change change, ComplaintRow row) => change.NoLongerOwe(Key(row));

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Set<ComplaintRow>().SingleOrDefaultAsync(c => c.Id == duty.SubjectId, ct);
        if (row is null || row.State == ComplaintState.Answered || row.EscalatedAt is not null)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "complaint-deadline-keeping", time.GetUtcNow());
        var due = services.Calendar.Of(row.Institution).AddWorkingDays(row.GivenAt, Complain.AnswerDays);
        if (due > change.Now && due == row.DueAt)
        {
            return new DutyOutcome.Again(due - change.Now, "Not due yet.");
        }

        change.Update(row);
        if (due > change.Now)
        {
            row.DueAt = due;
            ComplaintEvents.Record(change, row, ComplaintEvents.Postponed);
            ComplaintWords.Tell(change, templates, row, ComplaintEvents.Postponed, due);
            Owe(change, row);
            return new DutyOutcome.Done(change);
        }

        row.EscalatedAt = change.Now;
        ComplaintEvents.Record(change, row, ComplaintEvents.Escalated);
        ComplaintWords.Tell(change, templates, row, ComplaintEvents.Escalated);
        foreach (var head in await colleagues.InRolesAsync([row.Owner], ct))
        {
            SendMessage.Add(change, templates.Order(head.PersonKey, head.Phone, row.Number, "complaint.late", ComplaintWords.Values(row.Number)));
        }

        return new DutyOutcome.Done(change);
    }

    private static string Key(ComplaintRow row) => string.Create(CultureInfo.InvariantCulture, $"{DutyKind}:{row.Number}:{row.DueAt.UtcTicks}");
}
