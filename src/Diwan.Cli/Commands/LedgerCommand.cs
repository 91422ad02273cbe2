using System.CommandLine;
using Diwan.Payments;

namespace Diwan.Cli.Commands;

/// <summary><c>ledger verify</c>: states every balance and proves the ledger against payments, bills, receipts, refunds and drawers.</summary>
internal static class LedgerCommand
{
    internal static Command Build()
    {
        var data = new Option<string>("--data") { Description = "The data folder.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var database = new Option<string?>("--database") { Description = "A connection string, when the database is not in the data folder." };
        var verify = new Command("verify", "Show that every fils is accounted for.") { data, database };
        verify.SetAction((parsed, ct) => VerifyAsync(parsed.GetValue(data)!, parsed.GetValue(database), ct));
        return new Command("ledger", "The ledger of money.") { verify };
    }

    private static async Task<int> VerifyAsync(string data, string? database, CancellationToken ct)
    {
        if (!DataHost.Exists(data, database))
        {
            return 2;
        }

        await using var services = DataHost.Open(data, database);
        var report = await services.GetRequiredService<VerifyLedger>().RunAsync(ct);
        foreach (var account in report.Accounts)
        {
            Console.WriteLine($"{account.Account,-48} {account.Debit,18} {account.Credit,18} {account.Balance,18}");
        }

        foreach (var fault in report.Faults)
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine($"{report.Postings} postings on {report.Accounts.Count} accounts: {(report.IsSound ? "every fils accounted for" : $"{report.Faults.Count} faults")}");
        return report.IsSound ? 0 : 1;
    }
}
