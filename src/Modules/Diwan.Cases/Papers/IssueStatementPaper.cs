using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Documents;
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
        if (services.Catalogue.FindInstitution(institution) is not { } known)
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
                    PaperWords.IdOf(name), name, KeyOf(institution), "account-statement", institution, _ => Content(statement, known.Name), change.Now, $"{name}:{figures}"),
                ct);
            if (change.IsEmpty || await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                return await download.RunAsync(issued.Number, KeyOf(institution), ct) as DownloadDocument.Result.Ready;
            }

            if (attempt == Tries)
            {
                throw new InvalidOperationException($"The paper {name} met a conflict {Tries} times.");
            }
        }
    }

    private DocumentContent Content(Statement s, LocalizedText institution)
    {
        var rails = Enum.GetValues<Rail>().Where(r => s.Days.Any(d => d.Taken.ContainsKey(r))).ToList();
        var month = s.Month.ToString("MM-yyyy", CultureInfo.InvariantCulture);
        IReadOnlyList<Words> Row(Words day, int payments, Func<Rail, Money> taken, Money refunded, Money sum) =>
            [day, Words.Same(payments.ToString(CultureInfo.InvariantCulture)), .. rails.Select(r => PaperWords.Bare(taken(r))), PaperWords.Bare(refunded), PaperWords.Bare(sum)];

        List<Field> sums =
        [
            new(new("الرصيد في أول الشهر", "Balance at the start"), PaperWords.Of(s.Opening)),
            new(new("المقبوض", "Taken"), PaperWords.Of(s.Taken)),
            new(new("خُصّص للرد", "Set aside to go back"), PaperWords.Of(s.Refunded - s.PutBack)),
            new(new("الرصيد في آخر الشهر", "Balance at the end"), PaperWords.Of(s.Closing)),
            new(new("عمولات طرق الدفع", "Commissions of the rails"), PaperWords.Of(s.Commissions)),
        ];
        if (!s.Sundry.IsZero)
        {
            sums.Insert(3, new(new("قيود أخرى", "Other postings"), PaperWords.Of(s.Sundry)));
        }

        return new DocumentContent(
            "account-statement", DocumentLanguage.Both, new($"كشف حساب شهر {month}", $"Statement of account, {month}"), s.Institution, PaperWords.Of(institution),
            [
                new DocumentBlock.Fields(sums),
                new DocumentBlock.Table(
                    [
                        new(new("اليوم", "Day"), 1.2), new(new("العدد", "Count"), 0.8, true), .. rails.Select(r => new TableColumn(PaperWords.Of(r), 1.2, true)),
                        new(new("للرد", "Back"), 1.1, true), new(new("الصافي", "Net"), 1.2, true),
                    ],
                    [
                        .. s.Days.Select(d => Row(
                            Words.Same(d.Day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture)), d.Payments, r => d.Taken.GetValueOrDefault(r), d.Refunded - d.PutBack,
                            d.AllTaken - d.Refunded + d.PutBack + d.Sundry)),
                    ],
                    new("الحركات يومًا بيوم، بالدينار", "Day by day, in dinars"),
                    Row(new("المجموع", "Total"), s.Payments, r => s.Days.Sum(d => d.Taken.GetValueOrDefault(r)), s.Refunded - s.PutBack, s.Taken - s.Refunded + s.PutBack + s.Sundry)),
            ],
            [
                new("month", new("الشهر", "Month"), month),
                new("opening", new("الرصيد في أول الشهر", "Balance at the start"), $"{s.Opening} JOD"),
                new("closing", new("الرصيد في آخر الشهر", "Balance at the end"), $"{s.Closing} JOD"),
            ],
            null, options.Demonstration);
    }
}
