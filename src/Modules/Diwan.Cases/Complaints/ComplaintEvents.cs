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
    /// <param name="template">A template whose places are the number, and the day where one is given.</param>
    internal static void Tell(Change change, MessageTemplates templates, ComplaintRow row, string template, DateTimeOffset? day = null)
    {
        if (row.PersonKey is not null || row.Phone is not null)
        {
            SendMessage.Add(change, templates.Order(row.PersonKey ?? $"complaint:{row.Number}", row.Phone, row.Number, template, Values(row.Number, day)) with
            {
                Language = row.PersonKey is null ? row.Language : null,
            });
        }
    }

    internal static Dictionary<string, LocalizedText> Values(string number, DateTimeOffset? day = null)
    {
        var values = new Dictionary<string, LocalizedText> { ["number"] = LocalizedText.Same(number) };
        if (day is { } moment)
        {
            values["day"] = LocalizedText.Same(NationalCalendar.DateAt(moment).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        }

        return values;
    }
}
