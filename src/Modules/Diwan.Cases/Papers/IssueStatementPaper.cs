using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Cases.Book;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Engine.Papers;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Cases.Papers;

/// <summary>
/// The month's statement of an institution as a sealed paper: day by day and rail by rail. The same figures give the same paper; when the
/// month has moved on, a new one supersedes it.
/// </summary>
public sealed class IssueStatementPaper(
    ReadStatement statements, IssueDocument documents, DownloadDocument download, PublishedServices services, CasesOptions options, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 3;

    /// <summary>Papers of an institution belong to it, not to the officer who asked.</summary>
    private static string KeyOf(string institution) => "INST:" + institution;

    /// <param name="month">Any day of the month.</param>
    /// <returns>Null if there is no such institution. Who may ask is the caller's to say.</returns>
    public async Task<DownloadDocument.Result.Ready?> RunAsync(Actor officer, string institution, DateOnly month, CancellationToken ct)
    {
        var papers = services.Catalogue.Papers;
        if (services.Catalogue.FindInstitution(institution) is null || papers.Find(PaperKinds.AccountStatement) is not { } template)
        {
            return null;
        }

        var statement = await statements.RunAsync(institution, month, lines: false, ct);
        var figures = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(statement)))[..16];
        var name = $"statement:{institution}:{statement.Month:yyyy-MM}";
        for (var attempt = 1; ; attempt++)
        {
            var change = new Change(officer, Channel.System, "statement-issuing", time.GetUtcNow());
            var issued = await documents.AddAsync(
                change,
                new IssueDocument.Order(
                    PaperWords.IdOf(name), name, KeyOf(institution), template.Id, institution,
                    number => new DocumentContents(services.Catalogue, options.Demonstration).OfPaper(papers, institution, PaperFiller.Fill(papers, template, Values(statement), number, change.Now)), change.Now, $"{name}:{figures}")
                {
                    Assurance = Assurance.Low,
                },
                ct);
            if (change.IsEmpty || await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                return await download.RunAsync(issued.Number, KeyOf(institution), officer, ct) as DownloadDocument.Result.Ready;
            }

            if (attempt == Tries)
            {
                throw new InvalidOperationException($"The paper {name} met a conflict {Tries} times.");
            }
        }
    }

    /// <summary>What the template sees as <c>paper</c>. A way of paying that took nothing all month has no sum, and no column.</summary>
    private static JsonObject Values(Statement s)
    {
        var rails = Enum.GetValues<Rail>().Where(r => s.Days.Any(d => d.Taken.ContainsKey(r))).ToList();
        JsonObject Row(Func<Rail, Money> taken, Money back, Money net)
        {
            var row = new JsonObject { ["back"] = back.ToString(), ["net"] = net.ToString() };
            rails.ForEach(r => row[JsonNamingPolicy.CamelCase.ConvertName(r.ToString())] = taken(r).ToString());
            return row;
        }

        var days = s.Days.Select(d =>
        {
            var row = Row(r => d.Taken.GetValueOrDefault(r), d.Refunded - d.PutBack, d.AllTaken - d.Refunded + d.PutBack + d.Sundry);
            row["day"] = d.Day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
            row["payments"] = d.Payments;
            return (JsonNode)row;
        });
        return new JsonObject
        {
            ["month"] = s.Month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["opening"] = s.Opening.Dinars,
            ["taken"] = s.Taken.Dinars,
            ["back"] = (s.Refunded - s.PutBack).Dinars,
            ["sundry"] = s.Sundry.IsZero ? null : s.Sundry.Dinars,
            ["closing"] = s.Closing.Dinars,
            ["commissions"] = s.Commissions.Dinars,
            ["payments"] = s.Payments,
            ["days"] = new JsonArray([.. days]),
            ["sums"] = Row(r => s.Days.Sum(d => d.Taken.GetValueOrDefault(r)), s.Refunded - s.PutBack, s.Taken - s.Refunded + s.PutBack + s.Sundry),
        };
    }
}
