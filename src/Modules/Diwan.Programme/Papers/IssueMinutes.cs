using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Programme.Committee;
using Diwan.Programme.Reports;

namespace Diwan.Programme.Papers;

/// <summary>The closed minutes of a meeting as a sealed paper: who was there, what came of each item, what was decided, who sees to it by when.</summary>
public sealed class IssueMinutes(FindMeetings meetings, ProgrammePapers papers, PublishedServices services)
{
    /// <returns>Null when there is no such meeting or its minutes are open.</returns>
    public async Task<DownloadDocument.Result.Ready?> RunAsync(Actor who, string number, Language language, CancellationToken ct)
    {
        if (await meetings.FindAsync(number, ct) is not { Minutes: { IsIntact: true } minutes })
        {
            return null;
        }

        var said = minutes.Content;
        var title = new Words($"محضر اجتماع اللجنة التوجيهية رقم {said.Number}", $"Minutes of meeting {said.Number} of the steering committee");
        return await papers.IssueAsync(
            who, $"minutes:{number}:{language.Code()}", $"M-{number}", "minutes", title, [.. Blocks(minutes)],
            [
                new("meeting", new("الاجتماع", "Meeting"), said.Number),
                new("on", new("تاريخه", "Held on"), Essentials.Day(said.On).En),
                new("data", new("بصمة المحضر", "Hash of the minutes"), minutes.Hash[..16]),
            ],
            language, ct);
    }

    private IEnumerable<DocumentBlock> Blocks(SealedMinutes minutes)
    {
        var said = minutes.Content;
        yield return new DocumentBlock.Fields([new(new("التاريخ", "Date"), ProgrammePapers.Of(Essentials.Day(said.On))), new(new("المكان", "Place"), Words.Same(said.Place))], Columns: 2);
        yield return new DocumentBlock.Table(
            [new(new("المقعد", "Seat"), 1.4), new(new("من حضر", "Who was there"), 1.6)],
            [
                .. said.Present.Select(p => (IReadOnlyList<Words>)
                [
                    ProgrammePapers.Of(p.Seat), p.Deputy ? new($"{Isolate.Value(p.Name)} (نائباً)", $"{Isolate.Value(p.Name)} (as deputy)") : Words.Same(p.Name),
                ]),
                .. said.Absent.Select(a => (IReadOnlyList<Words>)[ProgrammePapers.Of(a), new("لم يحضر أحد", "Nobody")]),
            ],
            new("الحضور", "Attendance"));
        yield return new DocumentBlock.Heading(new("جدول الأعمال وما انتهى إليه", "The agenda and what came of it"));
        foreach (var item in said.Items)
        {
            yield return new DocumentBlock.Notice(ProgrammePapers.Of(item.Outcome!), new($"{item.Position}. {item.Title.Ar}", $"{item.Position}. {item.Title.En}"));
        }

        if (said.Decisions.Count > 0)
        {
            yield return new DocumentBlock.Table(
                [new(new("القرار", "Decision"), 0.8), new(new("نصه", "Words"), 2.6), new(new("يتابعه", "Seen to by"), 1.2), new(new("موعده", "Due"), 1)],
                [
                    .. said.Decisions.Select(d => (IReadOnlyList<Words>)
                    [
                        Words.Same(d.Number), Said(d), Words.Same(d.Owner), d.DueOn is { } due ? ProgrammePapers.Of(Essentials.Day(due)) : Words.Same("–"),
                    ]),
                ],
                new("القرارات", "Decisions"));
        }

        yield return new DocumentBlock.Paragraph(
            new($"أغلق المحضر {Isolate.Value(minutes.By)}. بصمة المحضر: {Isolate.Value(minutes.Hash)}", $"Closed by {Isolate.Value(minutes.By)}. Hash of the minutes: {Isolate.Value(minutes.Hash)}"), ParagraphTone.Small);
    }

    private Words Said(MinutesDecision d)
    {
        var service = d.Service is { } id ? services.Current(id)?.Name ?? LocalizedText.Same(id) : null;
        LocalizedText[] parts = [.. d.Kind == DecisionKind.Recommendation ? [new LocalizedText("توصية إلى مجلس الوزراء", "Recommendation to the Council of Ministers")] : (LocalizedText[])[], .. service is null ? (LocalizedText[])[] : [service], d.Words];
        return new(string.Join(": ", parts.Select(p => p.Ar)), string.Join(": ", parts.Select(p => p.En)));
    }
}
