using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using Npgsql;
using Diwan.Sandbox;

namespace Diwan.Faults;

/// <summary>What the rail took and gave back, from its own settlement files; of the counter, from the cashier's paper.</summary>
/// <param name="Taken">By transaction number: rail, bill, fils, and what of them the rail kept for itself.</param>
/// <param name="Refunded">By key: transaction number, fils.</param>
internal sealed record RailBooks(Dictionary<string, (string Rail, string Bill, long Fils, long Fee)> Taken, Dictionary<string, (string Transaction, long Fils)> Refunded)
{
    public static async Task<RailBooks> ReadAsync(HttpClient http, string rail, DateOnly first, RunningClock now, Counter counter)
    {
        var books = new RailBooks(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (var (transaction, taken) in counter.Taken)
        {
            books.Taken.Add(transaction, (taken.Cash ? "cash" : "terminal", taken.Bill, taken.Fils, 0));
        }

        foreach (var (key, paid) in counter.PaidOut)
        {
            books.Refunded.Add(key, (paid.Transaction, paid.Fils));
        }

        for (var day = first.AddDays(-2); day <= Kernel.NationalCalendar.DateAt(now.GetUtcNow()).AddDays(1); day = day.AddDays(1))
        {
            var t = now.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ProductSettings.RailSecret), Encoding.UTF8.GetBytes(t + ".")));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{rail}/rail/settlements/{day:yyyy-MM-dd}?soFar=true");
            request.Headers.Add("Diwan-Signature", $"t={t},v1={mac}");
            using var answer = (await http.SendAsync(request)).EnsureSuccessStatusCode();
            var body = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!.Element("MsgBody")!;
            foreach (var p in body.Element("Payments")!.Elements())
            {
                books.Taken.Add(Text(p, "JOEBPPSTrx"), (Text(p, "Rail"), Text(p, "BillingNo"), Fils(Text(p, "PaidAmt")), Fils(Text(p, "FeesAmt"))));
            }

            foreach (var r in body.Element("Refunds")!.Elements())
            {
                books.Refunded.Add(Text(r, "Key"), (Text(r, "JOEBPPSTrx"), Fils(Text(r, "Amount"))));
            }
        }

        return books;

        static string Text(XElement e, string name) => e.Element(name)!.Value;
        static long Fils(string dinars) => Kernel.Money.FromDinars(decimal.Parse(dinars, CultureInfo.InvariantCulture)).Fils;
    }
}

/// <param name="Parts">Of a basket: the numbers of its bills; else none.</param>
internal sealed record OurBill(string Number, string Reference, string State, long Total, string Institution, IReadOnlyList<string> Parts);

/// <summary>What the product wrote down, read from its tables without its help.</summary>
/// <param name="Waiting">Duties that are due.</param>
/// <param name="Matters">Discrepancies: kind, how they ended, how many.</param>
internal sealed record OurBooks(
    List<OurBill> Bills,
    List<(string Transaction, string Bill, long Fils, string Rail)> Payments,
    List<(Guid Id, string Key, string Transaction, long Fils, string State, string Way)> Refunds,
    List<(string Key, string Debit, string Credit, long Fils)> Ledger,
    Dictionary<string, string> Cases,
    Dictionary<string, long> Documents,
    List<string> DeadDuties,
    long Waiting,
    long DaysWaiting,
    List<(string Kind, string End, long Count)> Matters,
    long ToldOfMoney,
    long FoundByAsking,
    Dictionary<string, long> Alarms)
{
    public static async Task<OurBooks> ReadAsync(string? postgres, string folder, DateTimeOffset now)
    {
        await using DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(folder, "diwan.sqlite")};Mode=ReadOnly;Pooling=false")
            : new NpgsqlConnection(postgres + ";Pooling=false");
        await connection.OpenAsync();
        return new OurBooks(
            await RowsAsync(
                "SELECT number, reference, state, total, institution, parts FROM bills",
                r => new OurBill(r.GetString(0), r.GetString(1), r.GetString(2), Long(r, 3), r.GetString(4), r.IsDBNull(5) ? [] : Parts(r.GetString(5)))),
            await RowsAsync("SELECT transaction_no, bill_number, amount, rail FROM payments", r => (r.GetString(0), r.GetString(1), Long(r, 2), r.GetString(3))),
            await RowsAsync("SELECT id, key, transaction_no, amount, state, way FROM refunds", r => (r.GetGuid(0), r.GetString(1), r.GetString(2), Long(r, 3), r.GetString(4), r.GetString(5))),
            await RowsAsync("SELECT key, debit, credit, amount FROM ledger", r => (r.GetString(0), r.GetString(1), r.GetString(2), Long(r, 3))),
            (await RowsAsync("SELECT reference, public_state FROM cases", r => (r.GetString(0), r.GetString(1)))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal),
            (await RowsAsync("SELECT reference, count(*) FROM documents GROUP BY reference", r => (r.GetString(0), Long(r, 1)))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal),
            await RowsAsync("SELECT kind, key, last_why FROM duties WHERE state = 'Dead'", r => $"{r.GetString(0)} {r.GetString(1)}: {(r.IsDBNull(2) ? "" : r.GetString(2))}"),
            (await RowsAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM duties WHERE state = 'Waiting' AND next_at <= {now.UtcTicks}"), r => Long(r, 0)))[0],
            (await RowsAsync("SELECT count(*) FROM settlement_days WHERE state <> 'Compared'", r => Long(r, 0)))[0],
            await RowsAsync("SELECT kind, coalesce(ended_as, 'Open'), count(*) FROM discrepancies GROUP BY kind, ended_as", r => (r.GetString(0), r.GetString(1), Long(r, 2))),
            (await RowsAsync("SELECT count(*) FROM messages WHERE message_id = 'money.unmatched'", r => Long(r, 0)))[0],
            (await RowsAsync("SELECT coalesce(sum(found), 0) FROM rail_sweeps", r => Long(r, 0)))[0],
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
        static List<string> Parts(string json) => [.. JsonNode.Parse(json)!.AsArray().Select(p => p!["bill"]!.GetValue<string>())];
    }
}

/// <summary>Compares both books, fils by fils.</summary>
internal static class Reckoning
{
    private static readonly string[] Ended = ["Withdrawn", "Lapsed", "Refunded", "Refused"];

    /// <summary>Everything that is wrong. Empty when every fils is accounted for.</summary>
    public static List<string> Faults(OurBooks ours, RailBooks rail, Counter counter, IReadOnlyCollection<string> references)
    {
        var faults = new List<string>();
        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        // Every payment that was really made is booked once, as it was; nothing else is.
        var booked = ours.Payments.ToLookup(p => p.Transaction, StringComparer.Ordinal);
        foreach (var (transaction, taken) in rail.Taken)
        {
            var rows = booked[transaction].ToList();
            Check(rows.Count == 1, $"payment {transaction} of bill {taken.Bill} was taken by the {taken.Rail} and booked {rows.Count} times");
            Check(
                rows.TrueForAll(r => r.Fils == taken.Fils && r.Bill == taken.Bill && string.Equals(r.Rail, taken.Rail, StringComparison.OrdinalIgnoreCase)),
                $"payment {transaction} is booked with another amount, bill or rail");
        }

        foreach (var payment in ours.Payments.Where(p => !rail.Taken.ContainsKey(p.Transaction)))
        {
            Check(false, $"payment {payment.Transaction} of bill {payment.Bill} is booked and was never taken: {payment.Fils} fils out of nothing");
        }

        // The ledger: each account is what the rail, the drawer and the bills say.
        var balance = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, debit, credit, fils) in ours.Ledger)
        {
            balance[debit] = balance.GetValueOrDefault(debit) - fils;
            balance[credit] = balance.GetValueOrDefault(credit) + fils;
        }

        void Account(string name, long owed, string says) => Check(balance.GetValueOrDefault(name) == owed, $"account {name} stands at {balance.GetValueOrDefault(name)} fils, {says} {owed}");
        var refundedOf = rail.Refunded.Values.ToLookup(r => r.Transaction, r => r.Fils, StringComparer.Ordinal);
        foreach (var name in new[] { "card", "bill" })
        {
            Account("rail:" + name, -rail.Taken.Where(t => t.Value.Rail == name).Sum(t => t.Value.Fils - t.Value.Fee - refundedOf[t.Key].Sum()), "the rail holds");
        }

        var kept = -balance.Where(b => b.Key.StartsWith("commissions:", StringComparison.Ordinal)).Sum(b => b.Value);
        Check(kept == rail.Taken.Values.Sum(t => t.Fee), $"the commissions come to {kept} fils, the rail kept {rail.Taken.Values.Sum(t => t.Fee)}");
        Account("rail:terminal", -counter.ByTerminal, "the terminal took");
        Account("rail:cash", 0, "cash that is in no drawer must be");
        Check(
            balance.Where(b => b.Key.StartsWith("float:", StringComparison.Ordinal) || b.Key.StartsWith("safe:", StringComparison.Ordinal)).Sum(b => b.Value) == -counter.Drawer,
            $"the drawer and the safe hold {-balance.Where(b => b.Key.StartsWith("float:", StringComparison.Ordinal) || b.Key.StartsWith("safe:", StringComparison.Ordinal)).Sum(b => b.Value)} fils, the cashier counts {counter.Drawer}");
        Account("suspense", 0, "of money that no bill needs there must be left");
        Account("refunds", 0, "promised back and not gone must be");
        Account("baskets", 0, "paid and not shared out must be");
        Check(balance.Values.Sum() == 0, $"the ledger is out of balance by {balance.Values.Sum()}");
        foreach (var institution in ours.Bills.Where(b => b.Parts.Count == 0).Select(b => b.Institution).Distinct())
        {
            Account("institution:" + institution, ours.Bills.Where(b => b.Institution == institution && b.State == "Settled" && b.Parts.Count == 0).Sum(b => b.Total), "its settled bills come to");
        }

        // Each bill, or the bills of a basket together: what the payer is out of pocket, against what the cases became.
        var takenOf = rail.Taken.ToLookup(t => t.Value.Bill, t => t.Value.Fils - refundedOf[t.Key].Sum(), StringComparer.Ordinal);
        var inBasket = ours.Bills.Where(b => b.Parts.Count > 0).SelectMany(b => b.Parts).ToHashSet(StringComparer.Ordinal);
        var bills = ours.Bills.ToDictionary(b => b.Number, StringComparer.Ordinal);
        foreach (var unit in ours.Bills.Where(b => !inBasket.Contains(b.Number)))
        {
            var members = unit.Parts.Count == 0 ? [unit] : unit.Parts.Select(p => bills[p]).ToList();
            var paid = takenOf[unit.Number].Sum() + (unit.Parts.Count == 0 ? 0 : members.Sum(m => takenOf[m.Number].Sum()));
            var due = members.Where(m => m.State == "Settled").Sum(m => m.Total);
            Check(paid == due, $"bill {unit.Number} ({unit.State}): its payer is charged {paid} fils for what comes to {due}");
            foreach (var bill in members)
            {
                var state = ours.Cases.GetValueOrDefault(bill.Reference, "missing");
                var documents = ours.Documents.GetValueOrDefault(bill.Reference);
                var isPaid = bill.State == "Settled" && paid == due;
                Check(state != "Issued" || isPaid, $"case {bill.Reference} is issued and not paid");
                Check(documents == 0 || isPaid, $"case {bill.Reference} has a document and is not paid");
                Check(bill.State != "Settled" || state == "Issued", $"case {bill.Reference} is paid, {state}, and neither issued nor refunded");
                Check(documents == (state == "Issued" ? 1 : 0), $"case {bill.Reference} is {state} and has {documents} documents");
                Check(state == "Issued" || Ended.Contains(state), $"case {bill.Reference} is in limbo: {state}");
                Check(bill.State is "Settled" or "Expired" or "Cancelled" or "Refunded", $"bill {bill.Number} is in limbo: {bill.State}");
            }
        }

        foreach (var (transaction, taken) in rail.Taken)
        {
            Check(refundedOf[transaction].Sum() <= taken.Fils, $"payment {transaction} was refunded beyond what was paid");
        }

        var missing = references.Count(r => !ours.Cases.ContainsKey(r));
        Check(missing == 0, $"{missing} cases that were acknowledged are not there");
        Check(ours.Bills.Count(b => b.Parts.Count == 0) == ours.Cases.Count, $"{ours.Cases.Count} cases have {ours.Bills.Count(b => b.Parts.Count == 0)} bills");
        foreach (var refund in ours.Refunds)
        {
            Check(refund.State == "Done" == rail.Refunded.ContainsKey(refund.Key), $"refund {refund.Key} is {refund.State} here and {(rail.Refunded.ContainsKey(refund.Key) ? "made" : "not made")} there");
        }

        // Whoever paid what was not needed was told.
        var unneeded = ours.Ledger.Count(l => l.Credit == "suspense" && !l.Key.StartsWith("refund-", StringComparison.Ordinal));
        Check(ours.ToldOfMoney == unneeded, $"{unneeded} times money came that no bill needed, and {ours.ToldOfMoney} times its payer was told");
        foreach (var dead in ours.DeadDuties)
        {
            Check(false, $"a duty was given up: {dead}");
        }

        foreach (var (kind, _, count) in ours.Matters.Where(m => m.End == "Open"))
        {
            Check(false, $"{count} discrepancies are open: {kind}");
        }

        Check(ours.DaysWaiting == 0, $"{ours.DaysWaiting} days were not compared with the rail's file");
        Check(ours.Waiting == 0, $"{ours.Waiting} duties are still due");
        return faults;
    }
}
