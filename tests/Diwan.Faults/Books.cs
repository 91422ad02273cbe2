using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Diwan.Faults;

/// <summary>What the rail took and gave back, from its own settlement files.</summary>
/// <param name="Taken">By transaction number: rail, bill, fils.</param>
/// <param name="Refunded">By key: transaction number, fils.</param>
internal sealed record RailBooks(Dictionary<string, (string Rail, string Bill, long Fils)> Taken, Dictionary<string, (string Transaction, long Fils)> Refunded)
{
    public static async Task<RailBooks> ReadAsync(HttpClient http, string rail, RunningClock first, RunningClock now)
    {
        var books = new RailBooks([], []);
        for (var day = Day(first).AddDays(-2); day <= Day(now).AddDays(1); day = day.AddDays(1))
        {
            var t = now.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ProductHost.Secret), Encoding.UTF8.GetBytes(t + ".")));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{rail}/rail/settlements/{day:yyyy-MM-dd}?soFar=true");
            request.Headers.Add("Diwan-Signature", $"t={t},v1={mac}");
            using var answer = (await http.SendAsync(request)).EnsureSuccessStatusCode();
            var body = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!.Element("MsgBody")!;
            foreach (var p in body.Element("Payments")!.Elements())
            {
                books.Taken.Add(Text(p, "JOEBPPSTrx"), (Text(p, "Rail"), Text(p, "BillingNo"), Fils(Text(p, "PaidAmt"))));
            }

            foreach (var r in body.Element("Refunds")!.Elements())
            {
                books.Refunded.Add(Text(r, "Key"), (Text(r, "JOEBPPSTrx"), Fils(Text(r, "Amount"))));
            }
        }

        return books;

        static DateOnly Day(RunningClock clock) => Kernel.NationalCalendar.DateAt(clock.GetUtcNow());
        static string Text(XElement e, string name) => e.Element(name)!.Value;
        static long Fils(string dinars) => Kernel.Money.FromDinars(decimal.Parse(dinars, CultureInfo.InvariantCulture)).Fils;
    }
}

/// <summary>What the product wrote down, read from its tables without its help.</summary>
internal sealed record OurBooks(
    List<(string Number, string Reference, string State, long Total, string Institution)> Bills,
    List<(string Transaction, string Bill, long Fils, string Rail)> Payments,
    List<(string Key, string Transaction, long Fils, string State)> Refunds,
    List<(string Debit, string Credit, long Fils)> Ledger,
    Dictionary<string, string> Cases,
    Dictionary<string, long> Documents,
    List<string> DeadDuties,
    long Waiting,
    Dictionary<string, long> Alarms)
{
    public static async Task<OurBooks> ReadAsync(string? postgres, string folder, DateTimeOffset now)
    {
        await using DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(folder, "diwan.sqlite")};Mode=ReadOnly;Pooling=false")
            : new NpgsqlConnection(postgres + ";Pooling=false");
        await connection.OpenAsync();
        return new OurBooks(
            await RowsAsync("SELECT number, reference, state, total, institution FROM bills", r => (r.GetString(0), r.GetString(1), r.GetString(2), Long(r, 3), r.GetString(4))),
            await RowsAsync("SELECT transaction_no, bill_number, amount, rail FROM payments", r => (r.GetString(0), r.GetString(1), Long(r, 2), r.GetString(3))),
            await RowsAsync("SELECT key, transaction_no, amount, state FROM refunds", r => (r.GetString(0), r.GetString(1), Long(r, 2), r.GetString(3))),
            await RowsAsync("SELECT debit, credit, amount FROM ledger", r => (r.GetString(0), r.GetString(1), Long(r, 2))),
            (await RowsAsync("SELECT reference, public_state FROM cases", r => (r.GetString(0), r.GetString(1)))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal),
            (await RowsAsync("SELECT reference, count(*) FROM documents GROUP BY reference", r => (r.GetString(0), Long(r, 1)))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal),
            await RowsAsync("SELECT kind, key, last_why FROM duties WHERE state = 'Dead'", r => $"{r.GetString(0)} {r.GetString(1)}: {(r.IsDBNull(2) ? "" : r.GetString(2))}"),
            (await RowsAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM duties WHERE state = 'Waiting' AND next_at <= {now.UtcTicks}"), r => Long(r, 0)))[0],
            (await RowsAsync("SELECT rail, why, count(*) FROM refused_notices GROUP BY rail, why", r => ($"{r.GetString(0)} {r.GetString(1)}", Long(r, 2)))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal));

        async Task<List<T>> RowsAsync<T>(string sql, Func<DbDataReader, T> read)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }

            return rows;
        }

        static long Long(DbDataReader r, int i) => Convert.ToInt64(r.GetValue(i), CultureInfo.InvariantCulture);
    }
}

/// <summary>Compares both books, fils by fils.</summary>
internal static class Reckoning
{
    private static readonly string[] Ended = ["Withdrawn", "Lapsed", "Refunded", "Refused"];

    /// <summary>Everything that is wrong. Empty when every fils is accounted for.</summary>
    public static List<string> Faults(OurBooks ours, RailBooks rail, IReadOnlyCollection<string> references)
    {
        var faults = new List<string>();
        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        // Every payment of the rail is booked once, as it was; nothing else is.
        var booked = ours.Payments.ToLookup(p => p.Transaction, StringComparer.Ordinal);
        foreach (var (transaction, taken) in rail.Taken)
        {
            var rows = booked[transaction].ToList();
            Check(rows.Count == 1, $"payment {transaction} of bill {taken.Bill} was taken by the rail and booked {rows.Count} times");
            Check(rows.TrueForAll(r => r.Fils == taken.Fils && r.Bill == taken.Bill), $"payment {transaction} is booked with another amount or bill");
        }

        foreach (var payment in ours.Payments.Where(p => !rail.Taken.ContainsKey(p.Transaction)))
        {
            Check(false, $"payment {payment.Transaction} of bill {payment.Bill} is booked and was never taken: {payment.Fils} fils out of nothing");
        }

        // The ledger: each account is what the rail and the bills say.
        var balance = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (debit, credit, fils) in ours.Ledger)
        {
            balance[debit] = balance.GetValueOrDefault(debit) - fils;
            balance[credit] = balance.GetValueOrDefault(credit) + fils;
        }

        var refundedOf = rail.Refunded.Values.ToLookup(r => r.Transaction, r => r.Fils, StringComparer.Ordinal);
        foreach (var name in new[] { "card", "bill" })
        {
            var kept = rail.Taken.Where(t => t.Value.Rail == name).Sum(t => t.Value.Fils - refundedOf[t.Key].Sum());
            Check(-balance.GetValueOrDefault("rail:" + name) == kept, $"account rail:{name} says {-balance.GetValueOrDefault("rail:" + name)} fils, the rail holds {kept}");
        }

        Check(balance.GetValueOrDefault("suspense") == 0, $"{balance.GetValueOrDefault("suspense")} fils are left in suspense");
        Check(balance.GetValueOrDefault("refunds") == 0, $"{balance.GetValueOrDefault("refunds")} fils are promised back and have not gone");
        Check(balance.Values.Sum() == 0, $"the ledger is out of balance by {balance.Values.Sum()}");
        foreach (var institution in ours.Bills.Select(b => b.Institution).Distinct())
        {
            var earned = ours.Bills.Where(b => b.Institution == institution && b.State == "Settled").Sum(b => b.Total);
            Check(balance.GetValueOrDefault("institution:" + institution) == earned, $"institution {institution} holds {balance.GetValueOrDefault("institution:" + institution)} fils, its settled bills come to {earned}");
        }

        // Each bill: what the payer is out of pocket, against what the case became.
        var takenOf = rail.Taken.ToLookup(t => t.Value.Bill, StringComparer.Ordinal);
        foreach (var bill in ours.Bills)
        {
            var paid = takenOf[bill.Number].Sum(t => t.Value.Fils - refundedOf[t.Key].Sum());
            var state = ours.Cases.GetValueOrDefault(bill.Reference, "missing");
            var documents = ours.Documents.GetValueOrDefault(bill.Reference);
            Check(paid == 0 || paid == bill.Total, $"bill {bill.Number} ({bill.State}): its payer is charged {paid} of {bill.Total} fils");
            Check(bill.State is "Settled" == (paid == bill.Total), $"bill {bill.Number} is {bill.State}, and {paid} of {bill.Total} fils are kept for it");
            Check(state != "Issued" || paid == bill.Total, $"case {bill.Reference} is issued and not paid");
            Check(documents == 0 || paid == bill.Total, $"case {bill.Reference} has a document and is not paid");
            Check(paid == 0 || state == "Issued", $"case {bill.Reference} is paid, {state}, and neither issued nor refunded");
            Check(documents == (state == "Issued" ? 1 : 0), $"case {bill.Reference} is {state} and has {documents} documents");
            Check(state == "Issued" || Ended.Contains(state), $"case {bill.Reference} is in limbo: {state}");
        }

        foreach (var transaction in rail.Taken)
        {
            Check(refundedOf[transaction.Key].Sum() <= transaction.Value.Fils, $"payment {transaction.Key} was refunded beyond what was paid");
        }

        Check(references.All(ours.Cases.ContainsKey), "a case that was acknowledged is not there");
        Check(ours.Bills.Count == ours.Cases.Count, $"{ours.Cases.Count} cases have {ours.Bills.Count} bills");
        foreach (var refund in ours.Refunds)
        {
            Check(refund.State == "Done" == rail.Refunded.ContainsKey(refund.Key), $"refund {refund.Key} is {refund.State} here and {(rail.Refunded.ContainsKey(refund.Key) ? "made" : "not made")} at the rail");
        }

        foreach (var dead in ours.DeadDuties)
        {
            Check(false, $"a duty was given up: {dead}");
        }

        Check(ours.Waiting == 0, $"{ours.Waiting} duties are still due");
        return faults;
    }
}
