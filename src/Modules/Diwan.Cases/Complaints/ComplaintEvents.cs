using System.Security.Cryptography;
using System.Text;
using Diwan.Cases.Rows;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;

namespace Diwan.Cases.Complaints;

/// <summary>What happens to a complaint, as its chain of events keeps it. No words of the person or of the answer are in it.</summary>
internal static class ComplaintEvents
{
    internal const string Received = "complaint.received";
    internal const string Taken = "complaint.taken";
    internal const string Released = "complaint.released";
    internal const string Escalated = "complaint.escalated";
    internal const string Postponed = "complaint.postponed";
    internal const string Answered = "complaint.answered";

    internal static void Record(Change change, ComplaintRow row, string type) =>
        change.Record(row.Chain, type, new Payload(row.Number, row.Service, row.State, row.DueAt, row.Finding));

    internal sealed record Payload(string Number, string Service, ComplaintState State, DateTimeOffset DueAt, ComplaintFinding? Finding);
}

/// <summary>The code that, with its number, opens a complaint to somebody who is not signed in.</summary>
internal static class ComplaintCode
{
    internal static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));

    internal static bool Opens(string? typed, string hash) =>
        CaseReference.TryParse(typed, out var code)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(code.Value)), Encoding.ASCII.GetBytes(hash));
}

/// <summary>What a person is told about their complaint: never what it says, nor what was answered.</summary>
internal static class ComplaintWords
{
    internal static void Tell(Change change, ComplaintRow row, string id, LocalizedText text)
    {
        if (row.PersonKey is not null || row.Phone is not null)
        {
            SendMessage.Add(change, new SendMessage.Order(row.PersonKey ?? $"complaint:{row.Number}", row.Phone, text, row.Number, id)
            {
                Language = row.PersonKey is null ? row.Language : null,
            });
        }
    }

    internal static LocalizedText Received(string number, DateTimeOffset dueAt) => new(
        $"وصلت شكواك ورقمها {number}. نجيبك عنها حتى {Day(dueAt)}.",
        $"We have your complaint, number {number}. We answer it by {Day(dueAt)}.");

    internal static LocalizedText Escalated(string number) => new(
        $"لم نُجب عن شكواك {number} في موعدها. رُفعت إلى رئيس الوحدة المسؤولة عن الخدمة ليجيب عنها.",
        $"Your complaint {number} was not answered in time. It is now with the head of the unit that answers for the service.");

    internal static LocalizedText Postponed(string number, DateTimeOffset dueAt) => new(
        $"أُعلنت عطلة، فصار موعد الجواب عن شكواك {number}: {Day(dueAt)}.",
        $"A holiday was announced. Your complaint {number} is now answered by {Day(dueAt)}.");

    internal static LocalizedText Answered(string number) => new(
        $"أُجيب عن شكواك {number}. اقرأ الجواب في صفحة «متابعة شكوى».",
        $"Your complaint {number} has been answered. Read the answer on the page “Follow a complaint”.");

    internal static LocalizedText Late(string number) => new(
        $"الشكوى {number} تجاوزت موعدها بلا جواب ورُفعت إليك.",
        $"Complaint {number} was not answered in time and is now before you.");

    private static string Day(DateTimeOffset moment) =>
        NationalCalendar.DateAt(moment).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
