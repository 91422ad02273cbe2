using System.CommandLine;
using System.Globalization;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Cli.Commands;

/// <summary><c>reprice REFERENCE</c> and <c>tariff simulate FOLDER --from --to</c>.</summary>
internal static class TariffCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "The data folder.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
    private static readonly Option<string?> Database = new("--database") { Description = "A connection string, when the database is not in the data folder." };
    private static readonly Option<string> Services = new("--services") { Description = "The services folder.", DefaultValueFactory = _ => "services" };
    private static readonly Option<string> Shown = new Option<string>("--language") { Description = "ar or en: the language shown.", DefaultValueFactory = _ => "en" }.AcceptOnlyFromAmong("ar", "en");

    internal static Command BuildReprice()
    {
        var number = new Argument<string>("reference") { Description = "The reference of a case, or the number of its bill or of a receipt." };
        var command = new Command("reprice", "Prices a past case again to the day, and shows line by line what it was charged and why.") { number, Data, Database, Services, Shown };
        command.SetAction((parsed, ct) => RepriceAsync(
            parsed.GetValue(number)!, parsed.GetValue(Data)!, parsed.GetValue(Database), parsed.GetValue(Services)!, Languages.FromCode(parsed.GetValue(Shown)), ct));
        return command;
    }

    internal static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of the service as it is proposed, such as proposal/moj/non-conviction-certificate." };
        var from = new Option<DateOnly?>("--from") { Description = "Cases paid on this day or later; without it, a year before --to." };
        var to = new Option<DateOnly?>("--to") { Description = "Cases paid on this day or earlier; without it, yesterday." };
        var simulate = new Command("simulate", "Prices the paid cases of a time by a proposed tariff: revenue, winners and losers, by payer and channel.")
        {
            folder, from, to, Data, Database, Services, Shown,
        };
        simulate.SetAction((parsed, ct) => SimulateAsync(
            parsed.GetValue(folder)!, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(Data)!, parsed.GetValue(Database), parsed.GetValue(Services)!,
            Languages.FromCode(parsed.GetValue(Shown)), ct));
        return new Command("tariff", "What services cost.") { simulate };
    }

    private static async Task<int> RepriceAsync(string number, string data, string? database, string folder, Language language, CancellationToken ct)
    {
        if (!DataHost.Exists(data, database))
        {
            return 2;
        }

        await using var services = DataHost.Open(data, database, folder);
        await using var scope = services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<RepriceCase>().RunAsync(number, ct) is not { } priced)
        {
            Console.WriteLine(language == Language.Arabic
                ? $"لا معاملة ولا فاتورة ولا وصل بالرقم {number}. اكتب رقم المعاملة مثل 7K4M-92QX-3، أو رقم فاتورتها أو وصلها."
                : $"No case, bill or receipt has the number {number}. Give the reference of a case, such as 7K4M-92QX-3, or the number of its bill or receipt.");
            return 2;
        }

        Console.WriteLine($"{priced.Reference} · {priced.Definition.Name.In(language)} · {priced.Definition.Version} · {priced.Channel.Code()} · {NationalCalendar.ToAmman(priced.SubmittedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}");
        foreach (var line in priced.Repricing.Lines)
        {
            var amounts = line.IsEqual ? line.Line.Amount.ToString() : $"{line.Charged?.Amount.ToString() ?? "-"} → {line.Reckoned?.Amount.ToString() ?? "-"}";
            Console.WriteLine($"{(line.IsEqual ? "=" : "≠")} {amounts,12}  {line.Line.Label.In(language)}");
            Console.WriteLine($"               {line.Line.Why.In(language)}");
            Console.WriteLine($"               {LawWords.Of(priced.Definition, line.Line.Instrument).In(language)}{(line.Line is { By: { } by, On: { } on } ? $" ({LawWords.Of(by).In(language)}: {on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})" : "")}");
        }

        Console.WriteLine($"{priced.Repricing.Charged.Total} → {priced.Repricing.Reckoned.Total}: {Verdict(priced, language)}");
        foreach (var receipt in priced.Receipts)
        {
            Console.WriteLine($"{receipt.Number} {receipt.Fiscal ?? "-"} {receipt.Amount} {NationalCalendar.DateAt(receipt.PaidAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        }

        return priced.Repricing.IsEqual ? 0 : 1;
    }

    private static string Verdict(RepricedCase priced, Language language) => (priced.Repricing.IsEqual, language) switch
    {
        (true, Language.Arabic) => "الاحتساب مطابق لما استُوفي",
        (true, _) => "what was charged is what the tariff of that day says",
        (false, Language.Arabic) => $"الفرق {priced.Repricing.Difference.ToString(Language.Arabic)}",
        (false, _) => $"it differs by {priced.Repricing.Difference}",
    };

    private static async Task<int> SimulateAsync(
        string folder, DateOnly? from, DateOnly? to, string data, string? database, string servicesFolder, Language language, CancellationToken ct)
    {
        var read = CatalogueReader.ReadService(folder);
        if (read.Definition is not { } proposal)
        {
            foreach (var fault in read.Faults)
            {
                Console.WriteLine(fault);
            }

            return 1;
        }

        if (!DataHost.Exists(data, database))
        {
            return 2;
        }

        await using var services = DataHost.Open(data, database, servicesFolder);
        await using var scope = services.CreateAsyncScope();
        var last = to ?? NationalCalendar.DateAt(scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow()).AddDays(-1);
        var first = from ?? last.AddYears(-1).AddDays(1);
        if (first > last)
        {
            Console.WriteLine(language == Language.Arabic ? "‏--from بعد ‎--to: لا أيام بينهما." : "--from is after --to: there is no day between them.");
            return 2;
        }

        var trial = await scope.ServiceProvider.GetRequiredService<SimulateTariff>().RunAsync(proposal, first, last, ct);
        var report = trial.Report;
        var arabic = language == Language.Arabic;
        var few = arabic ? "أقل من خمس" : "fewer than 5";
        var together = arabic ? "غيرها مجتمعة" : "others together";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{proposal.Name.In(language)} · {proposal.Version} · {first:yyyy-MM-dd} – {last:yyyy-MM-dd}"));
        Console.WriteLine(Row("", arabic ? "معاملات" : "cases", arabic ? "استُوفي" : "charged", arabic ? "المقترح" : "proposed", arabic ? "الفرق" : "difference"));
        Write(arabic ? "الجميع" : "all", report.Cases, report.Before, report.After);
        foreach (var row in report.ByPayer)
        {
            Write(row.Key is { } kind ? Payer(kind).In(language) : together, row.Cases, row.Before, row.After);
        }

        foreach (var row in report.ByChannel)
        {
            Write(row.Key?.Code() ?? together, row.Cases, row.Before, row.After);
        }

        foreach (var row in report.ByLine)
        {
            Write(row.Key ?? together, row.Cases, row.Before, row.After);
        }

        foreach (var row in report.ByMonth)
        {
            Write(row.Key?.ToString("yyyy-MM", CultureInfo.InvariantCulture) ?? together, row.Cases, row.Before, row.After);
        }

        foreach (var (name, paying) in new[]
        {
            (arabic ? "يدفعون أقل" : "pay less", report.PayLess), (arabic ? "يدفعون أكثر" : "pay more", report.PayMore), (arabic ? "لا يتغير" : "the same", report.PayTheSame),
        })
        {
            Console.WriteLine(paying.Cases is { } cases ? Row(name, cases.ToString(CultureInfo.InvariantCulture), "", "", paying.Change!.Value.ToString()) : Row(name, few));
        }

        if (report.Unpriced > 0)
        {
            Console.WriteLine((arabic ? "معاملات لا يستطيع المقترح احتسابها: " : "cases that the proposal cannot price: ") + report.Unpriced.ToString(CultureInfo.InvariantCulture) + " · " + report.FirstProblem);
        }

        return report.Unpriced > 0 ? 1 : 0;
    }

    private static void Write(string name, int cases, Money before, Money after) =>
        Console.WriteLine(Row(name, cases.ToString(CultureInfo.InvariantCulture), before.ToString(), after.ToString(), (after - before).ToString()));

    private static LocalizedText Payer(ApplicantKind kind) => kind switch
    {
        ApplicantKind.Citizen => new("مواطنون", "citizens"),
        ApplicantKind.Resident => new("مقيمون", "residents"),
        _ => new("منشآت", "establishments"),
    };

    private static string Row(params string[] cells) => $"{cells[0],-28}" + string.Concat(cells[1..].Select(c => $" {c,14}"));
}
