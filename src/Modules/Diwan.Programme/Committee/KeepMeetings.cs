using System.Text;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Committee;

/// <summary>
/// The programme office calls a meeting, keeps its agenda, who sat in which seat and what came of each item, and closes the minutes. What is
/// closed is sealed and never changed.
/// </summary>
public sealed class KeepMeetings(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, PublishedServices services, FindMeetings find, CheckpointKey key, TimeProvider time)
{
    private const int LongestWords = 2000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept(string Number) : Result;

        public sealed record NotAllowed : Result;

        public sealed record NotFound : Result;

        public sealed record Refused(IReadOnlyList<LocalizedText> Why) : Result;
    }

    /// <summary>What is signed of minutes: the number of the meeting and the hash, a line each.</summary>
    public static byte[] Statement(string meeting, byte[] hash) => Encoding.UTF8.GetBytes($"diwan-minutes\n{meeting}\n{Convert.ToHexStringLower(hash)}\n");

    /// <summary>Calls a meeting. One that was held before it was kept here may be called for a day that is past.</summary>
    public async Task<Result> CallAsync(SignedIn who, DateOnly on, string? place, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        if (place?.Trim() is not { Length: >= 3 and <= 200 } where)
        {
            return No("اكتب مكان الاجتماع.", "Say where the meeting is.");
        }

        var now = time.GetUtcNow();
        var running = await RunningNumber.WriteAsync(
            writer,
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                return await db.Set<MeetingRow>().Where(m => m.Year == on.Year).MaxAsync(m => (int?)m.Running, ct) ?? 0;
            },
            running =>
            {
                var change = new Change(who.ToActor(), Channel.Portal, "meeting-calling", now);
                change.Insert(new MeetingRow
                {
                    Id = change.NewId(),
                    Number = $"{on.Year}/{running}",
                    Year = on.Year,
                    Running = running,
                    On = on,
                    Place = where,
                    CalledBy = who.Name,
                    CalledAt = now,
                });
                return change;
            },
            ct);
        return new Result.Kept($"{on.Year}/{running}");
    }

    /// <summary>Puts an item on the agenda.</summary>
    /// <param name="matter">The key of the late matter it is about; a matter stands on an agenda once.</param>
    public async Task<Result> AddItemAsync(SignedIn who, string number, string? titleAr, string? titleEn, string? service, string? matter, CancellationToken ct)
    {
        if (await OpenAsync(who, number, ct) is not { } open)
        {
            return await BarredAsync(who, number, ct);
        }

        var why = new List<LocalizedText>();
        if (Words(titleAr) is not { } ar || Words(titleEn) is not { } en)
        {
            return No("اكتب عنوان البند بالعربية وبالإنجليزية.", "Write the item's title in Arabic and in English.");
        }

        if (service is not null && services.Current(service) is null)
        {
            why.Add(new("اختر خدمة من الخدمات.", "Choose one of the services."));
        }

        if (matter is not null && open.View.Agenda.Any(a => a.Matter == matter))
        {
            why.Add(new("هذا الأمر على جدول الأعمال.", "This matter is on the agenda already."));
        }

        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var change = Begin(who, open, "agenda-adding");
        change.Insert(new AgendaRow
        {
            Id = change.NewId(),
            Meeting = number,
            Position = open.View.Agenda.Select(a => a.Position).DefaultIfEmpty().Max() + 1,
            Title = new LocalizedText(ar, en),
            Service = service,
            Matter = matter,
        });
        return await WriteAsync(change, number, ct);
    }

    /// <summary>Writes down what came of an item; again, as long as the minutes are open.</summary>
    public async Task<Result> NoteAsync(SignedIn who, string number, Guid item, string? outcomeAr, string? outcomeEn, CancellationToken ct)
    {
        if (await OpenAsync(who, number, ct) is not { } open)
        {
            return await BarredAsync(who, number, ct);
        }

        if (Words(outcomeAr) is not { } ar || Words(outcomeEn) is not { } en)
        {
            return No("اكتب ما انتهى إليه البند بالعربية وبالإنجليزية.", "Write what came of the item in Arabic and in English.");
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<AgendaRow>().FirstOrDefaultAsync(a => a.Id == item && a.Meeting == number, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = Begin(who, open, "agenda-noting");
        row.Outcome = new LocalizedText(ar, en);
        change.Update(row);
        return await WriteAsync(change, number, ct);
    }

    /// <summary>Writes down who sat in a seat.</summary>
    public async Task<Result> AttendAsync(SignedIn who, string number, string? seat, string? name, bool deputy, CancellationToken ct)
    {
        if (await OpenAsync(who, number, ct) is not { } open)
        {
            return await BarredAsync(who, number, ct);
        }

        if (services.Catalogue.Steering.Find(seat) is not { } found)
        {
            return No("اختر مقعداً من مقاعد اللجنة.", "Choose one of the committee's seats.");
        }

        if (name?.Trim() is not { Length: >= 3 and <= 200 } person)
        {
            return No("اكتب اسم من حضر.", "Write who was there.");
        }

        if (open.View.Attendance.Any(a => a.Name == person || (a.Seat == found.Id && !found.Several)))
        {
            return No("المقعد مشغول أو الاسم مكتوب. احذف الأول إن كان خطأ.", "The seat is taken, or the name is there. Take the first away if it is wrong.");
        }

        var change = Begin(who, open, "attendance-writing");
        change.Insert(new AttendanceRow { Id = change.NewId(), Meeting = number, Seat = found.Id, Name = person, Deputy = deputy });
        return await WriteAsync(change, number, ct);
    }

    /// <summary>Takes a wrong line of the attendance away, as long as the minutes are open.</summary>
    public async Task<Result> LeaveAsync(SignedIn who, string number, Guid line, CancellationToken ct)
    {
        if (await OpenAsync(who, number, ct) is not { } open)
        {
            return await BarredAsync(who, number, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<AttendanceRow>().FirstOrDefaultAsync(a => a.Id == line && a.Meeting == number, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        var change = Begin(who, open, "attendance-striking");
        change.Delete(row);
        return await WriteAsync(change, number, ct);
    }

    /// <summary>Closes and seals the minutes. The chair's seat was taken, the day has come, and every item came to something.</summary>
    public async Task<Result> CloseAsync(SignedIn who, string number, CancellationToken ct)
    {
        if (await OpenAsync(who, number, ct) is not { } open)
        {
            return await BarredAsync(who, number, ct);
        }

        var now = time.GetUtcNow();
        var seats = services.Catalogue.Steering.Seats;
        var why = new List<LocalizedText>();
        if (open.View.On > NationalCalendar.DateAt(now))
        {
            why.Add(new("لم يأتِ يوم الاجتماع بعد.", "The day of the meeting has not come yet."));
        }

        if (!open.View.Attendance.Any(a => seats.Any(s => s.Chair && s.Id == a.Seat)))
        {
            why.Add(new("لم يُكتب من ترأس الاجتماع.", "Who chaired the meeting is not written down."));
        }

        why.AddRange(open.View.Agenda.Where(a => a.Outcome is null).Select(a => new LocalizedText(
            $"البند {a.Position} بلا نتيجة: {a.Title.Ar}", $"Item {a.Position} has no outcome: {a.Title.En}")));
        if (open.View.Agenda.Count == 0)
        {
            why.Add(new("لا بند على جدول الأعمال.", "There is no item on the agenda."));
        }

        if (why.Count > 0)
        {
            return new Result.Refused(why);
        }

        var content = JsonSerializer.Serialize(Of(open.View, seats), Change.Json);
        var (hash, signature) = key.Seal(content, h => Statement(number, h));
        var change = Begin(who, open, "minutes-closing");
        open.Row.ClosedAt = now;
        change.Insert(new MinutesRow
        {
            Id = change.NewId(),
            Meeting = number,
            Content = content,
            Hash = hash,
            Signature = signature,
            KeyId = key.Id,
            By = who.Name,
            At = now,
        });
        return await WriteAsync(change, number, ct);
    }

    private static Minutes Of(MeetingView meeting, IReadOnlyList<Seat> seats) => new(
        meeting.Number, meeting.On, meeting.Place,
        [.. seats.SelectMany(s => meeting.Attendance.Where(a => a.Seat == s.Id).Select(a => new MinutesSeat(s.Name, a.Name, a.Deputy)))],
        [.. seats.Where(s => meeting.Attendance.All(a => a.Seat != s.Id)).Select(s => s.Name)],
        [.. meeting.Agenda.Select(a => new MinutesItem(a.Position, a.Title, a.Outcome))],
        [.. meeting.Decisions.Select(d => new MinutesDecision(d.Number, d.Kind, d.Words, d.Service, d.Owner, d.DueOn))]);

    private static string? Words(string? text) => text?.Trim() is { Length: >= 3 and <= LongestWords } words ? words : null;

    private static Result.Refused No(string ar, string en) => new([new(ar, en)]);

    /// <summary>Every change of a meeting touches its row: nothing is added while somebody else closes the minutes.</summary>
    private Change Begin(SignedIn who, Open open, string process)
    {
        var change = new Change(who.ToActor(), Channel.Portal, process, time.GetUtcNow());
        change.Update(open.Row);
        return change;
    }

    private sealed record Open(MeetingView View, MeetingRow Row);

    private async Task<Open?> OpenAsync(SignedIn who, string number, CancellationToken ct)
    {
        if (!who.May(Ability.RunProgramme))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<MeetingRow>().FirstOrDefaultAsync(m => m.Number == number && m.ClosedAt == null, ct) is { } row && await find.FindAsync(number, ct) is { IsOpen: true } view
            ? new Open(view, row)
            : null;
    }

    private async Task<Result> BarredAsync(SignedIn who, string number, CancellationToken ct) =>
        !who.May(Ability.RunProgramme) ? new Result.NotAllowed()
        : await find.FindAsync(number, ct) is null ? new Result.NotFound()
        : No("أُغلق محضر هذا الاجتماع وخُتم، فلا يُغيَّر.", "The minutes of this meeting are closed and sealed; they are not changed.");

    private async Task<Result> WriteAsync(Change change, string number, CancellationToken ct) => (await writer.WriteAsync(change, ct)).IsWritten
        ? new Result.Kept(number)
        : No("غيّره أحد قبلك. أعد فتح الصفحة.", "Somebody changed it before you. Open the page again.");
}
