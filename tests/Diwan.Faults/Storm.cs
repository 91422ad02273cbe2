using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.Data.Sqlite;

namespace Diwan.Faults;

/// <param name="DatabaseStops">How often PostgreSQL is stopped and started; of SQLite, how often somebody else holds the file's lock.</param>
/// <param name="Without">One of <see cref="Safeguards"/>.</param>
internal sealed record StormOptions(
    bool Postgres, int Payments = 2250, int Kills = 52, int DatabaseStops = 6, ulong Seed = 1, string Without = Safeguards.None, int Payers = 8, int PatienceSeconds = 240)
{
    /// <summary>How long the product is in service between two kills, at least and at most, in milliseconds.</summary>
    public (int Least, int Most) Life { get; init; } = (200, 5000);

    /// <summary>The storm that every test run meets.</summary>
    public static StormOptions Small(bool postgres, string without = Safeguards.None) =>
        new(postgres, Payments: 40, Kills: 3, DatabaseStops: 1, Without: without, PatienceSeconds: 60) { Life = (300, 2000) };
}

/// <param name="Faults">Empty when every fils is accounted for.</param>
internal sealed record StormReport(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, long> Counts);

/// <summary>
/// Thousands of payments over the rails and a counter while notices are lost, doubled, late, out of order and forged, the product is killed and
/// the database stopped. When the storm is over the rail's books, the cashier's paper and our books are compared, fils by fils.
/// </summary>
internal sealed class Storm : IAsyncDisposable
{
    private const double ClockRate = 20;
    private static readonly TimeSpan PatienceOfAPayer = TimeSpan.FromMinutes(6);

    /// <summary>Longer than bills live: whatever is still open comes to its end.</summary>
    private static readonly TimeSpan Forward = TimeSpan.FromDays(9);

    private readonly StormOptions _options;
    private readonly TextWriter _say;
    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-faults-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromSeconds(20) }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _references = [];
    private readonly ConcurrentQueue<Func<Task>> _late = new();
    private readonly Counter _counter = new();
    private readonly OwnPostgres? _postgres;
    private readonly RunningClock _clock;
    private readonly DateOnly _firstDay;
    private readonly string _product = $"http://127.0.0.1:{Child.FreePort()}";
    private readonly string _rail = $"http://127.0.0.1:{Child.FreePort()}";
    private string _outside = "";
    private Child? _productProcess;
    private Child? _railProcess;
    private int _begun;

    private Storm(StormOptions options, TextWriter say)
    {
        (_options, _say) = (options, say);
        // From nine in the morning in Amman: a storm that comes over midnight begins a day whose file the rail has not written yet.
        var morning = NationalCalendar.At(NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()), new TimeOnly(9, 0));
        _clock = RunningClock.Start(morning, ClockRate, Path.Combine(_folder, "clock"));
        _firstDay = NationalCalendar.DateAt(_clock.GetUtcNow());
        _postgres = options.Postgres ? new OwnPostgres() : null;
    }

    public static int Usage()
    {
        Console.Error.WriteLine("storm --database sqlite|postgres [--small] [--payments 2250] [--kills 52] [--stops 6] [--seed 1] [--payers 8] [--without none|" + string.Join('|', Safeguards.All) + "]");
        return 2;
    }

    public static async Task<int> MainAsync(string[] args)
    {
        var without = Child.Optional(args, "--without") ?? Safeguards.None;
        if (Child.Optional(args, "--database") is not ("sqlite" or "postgres") || (without != Safeguards.None && !Safeguards.All.Contains(without)))
        {
            return Usage();
        }

        var postgres = Child.Optional(args, "--database") == "postgres";
        var plain = args.Contains("--small") ? StormOptions.Small(postgres, without) : new StormOptions(postgres, Without: without);
        int Number(string name, int otherwise) => Child.Optional(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var options = plain with
        {
            Payments = Number("--payments", plain.Payments),
            Kills = Number("--kills", plain.Kills),
            DatabaseStops = Number("--stops", plain.DatabaseStops),
            Seed = (ulong)Number("--seed", 1),
            Payers = Number("--payers", plain.Payers),
        };
        return (await RunAsync(options, Console.Out)).Faults.Count == 0 ? 0 : 1;
    }

    public static async Task<StormReport> RunAsync(StormOptions options, TextWriter say)
    {
        await using var storm = new Storm(options, say);
        return await storm.RunAsync();
    }

    private async Task<StormReport> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 500, Time = _clock });
        await sandbox.StartAsync();
        _outside = sandbox.Urls.First();
        if (_postgres is not null)
        {
            await _postgres.StartAsync();
        }

        WriteServices();
        StartRail();
        StartProduct();
        await ReadyAsync(TimeSpan.FromMinutes(5));
        using var drafted = await _http.PostAsync($"{_product}/storm/drafts/{_options.Payments * Plan.DraftsEach}", null);
        var drafts = (await drafted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<List<Guid>>())!;
        await InsistAsync("/storm/shift");
        Say($"storm on {(_options.Postgres ? "PostgreSQL" : "SQLite")}, seed {_options.Seed}, {_options.Payments} payers, {_options.Kills} kills, without {_options.Without}; ready after {watch.Elapsed.TotalSeconds:N0} s");

        var plan = new ConcurrentQueue<Payment>(Plan.Make(_options.Seed, _options.Payments));
        var trouble = TroubleAsync(() => plan.Count);
        await Task.WhenAll(Enumerable.Range(0, _options.Payers).Select(_ => Task.Run(async () =>
        {
            while (plan.TryDequeue(out var payment))
            {
                await PaceAsync(trouble);
                await PayAsync(payment, drafts[payment.Number * Plan.DraftsEach], drafts[(payment.Number * Plan.DraftsEach) + 1]);
            }
        })));
        Say($"paid after {watch.Elapsed.TotalSeconds:N0} s; {Count("killed")} kills so far");
        await trouble;
        await ReadyAsync(TimeSpan.FromMinutes(5));
        await Task.WhenAll(_late.Select(pay => pay()));

        // Everybody's patience passes: bills expire, and whatever is still to be asked is asked. Some banks say yes only now.
        _clock.SetForward(Forward);
        Say($"storm over after {watch.Elapsed.TotalSeconds:N0} s; nine days pass");
        var (ours, rail, faults) = await CalmAsync();
        if (await _http.GetStringAsync($"{_product}/storm/sound") != bool.TrueString)
        {
            faults.Add("the chains of events do not hold");
        }

        faults.AddRange((await _http.GetFromJsonAsync<List<string>>($"{_product}/storm/ledger"))!.Select(f => "ledger verify: " + f));
        if (await TryAsync(HttpMethod.Post, $"{_product}/storm/shift/count/{_counter.Drawer}") is { Status: not 200 } counted)
        {
            faults.Add($"the drawer does not hold what the cashier counts: {counted.Text}");
        }

        Report(ours, rail, faults, watch.Elapsed);
        return new StormReport(faults, new Dictionary<string, long>(_counts));
    }

    /// <summary>Until both books agree, or nothing is left to be done that could make them.</summary>
    private async Task<(OurBooks Ours, RailBooks Rail, List<string> Faults)> CalmAsync()
    {
        var calm = Stopwatch.StartNew();
        var still = 0;
        var asked = false;
        while (true)
        {
            await Task.Delay(1000);
            if (!asked && calm.Elapsed > Settling)
            {
                // Late money whose notice was lost is found by the next question of what the rails took: half an hour passes.
                // Nobody is asked anything before every process has seen the new time: what is signed by another would be stale.
                _clock.SetForward(Forward + TimeSpan.FromMinutes(30));
                asked = true;
                continue;
            }

            var ours = await OurBooks.ReadAsync(_postgres?.ConnectionString, _folder, _clock.GetUtcNow());
            foreach (var refund in ours.Refunds.Where(r => r is { State: "Asked", Way: "Counter" } && !_counter.PaidOut.ContainsKey(r.Key)))
            {
                // Its payee comes for the money.
                var paid = await TryAsync(HttpMethod.Post, $"{_product}/storm/pay-out/{refund.Id}");
                if (paid.Status == 200)
                {
                    _counter.PaidOut[refund.Key] = (refund.Transaction, long.Parse(paid.Text, CultureInfo.InvariantCulture));
                }
            }

            ours = await OurBooks.ReadAsync(_postgres?.ConnectionString, _folder, _clock.GetUtcNow());
            var rail = await RailBooks.ReadAsync(_http, _rail, _firstDay, _clock, _counter);
            var faults = Reckoning.Faults(ours, rail, _counter, _references);
            still = ours.Waiting == 0 && calm.Elapsed > Settling ? still + 1 : 0;
            if ((faults.Count == 0 && calm.Elapsed > Settling) || still > Enough || calm.Elapsed.TotalSeconds > _options.PatienceSeconds)
            {
                return (ours, rail, faults);
            }
        }
    }

    /// <summary>What is late at the end comes within this.</summary>
    private TimeSpan Settling => TimeSpan.FromMilliseconds(LateMs + (_options.Payments < 200 ? 2000 : 5000));

    private int LateMs => _options.Payments < 200 ? 2500 : 15_000;

    /// <summary>With faults that nothing due could mend; a safeguard that was taken away is seen by then.</summary>
    private int Enough => _options.Without == Safeguards.None ? 30 : 3;

    // ---- trouble

    /// <summary>Payers come evenly between the kills, so that each kill meets some at work.</summary>
    private async Task PaceAsync(Task trouble)
    {
        var begun = Interlocked.Increment(ref _begun);
        while (!trouble.IsCompleted && _options.Kills > 0 && begun > (Count("killed") + 1) * _options.Payments / (_options.Kills + 1))
        {
            await Task.Delay(50);
        }
    }

    private async Task TroubleAsync(Func<int> left)
    {
        var dice = new Dice(_options.Seed + 77);
        var stops = 0;
        for (var kill = 1; kill <= _options.Kills; kill++)
        {
            if (dice.Percent(80))
            {
                await ReadyAsync(TimeSpan.FromMinutes(5));
            }

            // At random: in full service, or still in its first moments.
            await Task.Delay(_options.Life.Least + dice.Next(_options.Life.Most - _options.Life.Least));
            var stop = stops < _options.DatabaseStops && kill >= (stops + 1) * _options.Kills / (_options.DatabaseStops + 1);
            if (stop && (_postgres is null || stops % 2 == 1))
            {
                // Taken away under a product in full service, which has to live through it.
                await ReadyAsync(TimeSpan.FromMinutes(5));
                await WithoutDatabaseAsync(TimeSpan.FromSeconds(_postgres is null && stops % 3 == 2 ? 12 : 1.5));
                stops++;
                stop = false;
            }

            await _productProcess!.KillAsync();
            Count("killed", 1);
            if (left() > 0)
            {
                Count("killed while payers were paying", 1);
            }

            if (stop)
            {
                // Stopped while the product is down: it meets a database that is not there when it starts.
                _postgres!.Stop();
                Count("database stopped", 1);
                StartProduct();
                await Task.Delay(1500);
                await _postgres.StartAsync();
                stops++;
            }

            if (!_productProcess.Runs)
            {
                StartProduct();
            }
        }
    }

    private async Task WithoutDatabaseAsync(TimeSpan time)
    {
        if (_postgres is not null)
        {
            _postgres.Stop();
            Count("database stopped", 1);
            await Task.Delay(time);
            await _postgres.StartAsync();
            return;
        }

        // Somebody else holds the file's lock: nothing can be written, for longer than the product waits.
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "diwan.sqlite")};Pooling=false;Default Timeout=30");
        await connection.OpenAsync();
        await using (var take = connection.CreateCommand())
        {
            take.CommandText = "BEGIN IMMEDIATE";
            await take.ExecuteNonQueryAsync();
        }

        Count("database file locked", 1);
        await Task.Delay(time);
        await using var give = connection.CreateCommand();
        give.CommandText = "ROLLBACK";
        await give.ExecuteNonQueryAsync();
    }

    /// <summary>The services as they are, but that the certificate may be paid in parts of a dinar: what may not fail must be tried.</summary>
    private void WriteServices()
    {
        var to = Path.Combine(_folder, "services");
        Repository.CopyServices(to);
        var rules = Path.Combine(to, CertificateDraft.Service, "rules.dmn");
        File.WriteAllText(rules, File.ReadAllText(rules).Replace(
            "</definitions>",
            """<decision id="leastPart" name="leastPart"><variable name="leastPart" typeRef="number" /><literalExpression><text>1</text></literalExpression></decision></definitions>""",
            StringComparison.Ordinal));
    }

    private void StartRail()
    {
        _railProcess = new Child(
            [
                "rail", "--port", new Uri(_rail).Port.ToString(CultureInfo.InvariantCulture), "--biller", _product, "--data", Path.Combine(_folder, "rail"), "--clock", _clock.ToString(),
                "--xml", Safeguards.NeedsJson(_options.Without) ? "false" : "true",
            ],
            Path.Combine(_folder, "rail.log"));
        _railProcess.Start();
    }

    private void StartProduct()
    {
        _productProcess = new Child(
            [
                "product", "--port", new Uri(_product).Port.ToString(CultureInfo.InvariantCulture), "--outside", _outside, "--rail", _rail, "--data", _folder,
                "--clock", _clock.ToString(), "--without", _options.Without, "--services", Path.Combine(_folder, "services"),
                .. _postgres is null ? (string[])[] : ["--database", _postgres.ConnectionString],
            ],
            Path.Combine(_folder, "product.log"));
        _productProcess.Start();
    }

    private async Task ReadyAsync(TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while ((await TryAsync(HttpMethod.Get, _rail + "/healthz")).Status != 200 && watch.Elapsed < patience)
        {
            await Task.Delay(100);
        }

        while (true)
        {
            if (!_productProcess!.Runs)
            {
                // It gave up at its start, for want of a database: whoever watches over services starts it again.
                Count("started again", 1);
                StartProduct();
            }

            if ((await TryAsync(HttpMethod.Get, _product + "/storm/ready")).Status == 200)
            {
                return;
            }

            if (watch.Elapsed > patience)
            {
                throw new TimeoutException($"The product did not become ready. Its last words:\n{LastWords()}");
            }

            await Task.Delay(100);
        }
    }

    private string LastWords()
    {
        using var reader = new StreamReader(new FileStream(Path.Combine(_folder, "product.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', reader.ReadToEnd().Split('\n').TakeLast(30));
    }

    // ---- payers

    private async Task PayAsync(Payment plan, Guid draft, Guid other)
    {
        var filed = await FileAsync(draft);
        switch (plan.Kind)
        {
            case Kind.Abandoned:
                if (plan.Way == Way.Card && await PageAsync(filed.Bill) is { } left)
                {
                    await CardAsync(left, "leave", "");
                }

                Count("abandoned", 1);
                break;
            case Kind.Declined:
                if (await PageAsync(filed.Bill) is { } declined)
                {
                    await CardAsync(declined, "4000000000000002", "");
                }

                if (await PageAsync(filed.Bill) is { } second)
                {
                    await CardAsync(second, "4000000000000000", plan.Faults);
                }

                break;
            case Kind.Double:
                var page = await PageAsync(filed.Bill);
                if (plan.Way == Way.Counter)
                {
                    await CounterAsync(plan, filed.Bill);
                }
                else
                {
                    await TellerAsync(plan.Place, filed.Bill, plan.Faults, insist: false);
                }

                if (page is not null)
                {
                    await CardAsync(page, "4000000000000000", plan.OtherFaults);
                }

                break;
            case Kind.Withdrawn:
                var open = await PageAsync(filed.Bill);
                await WithdrawAsync(filed.Reference, "withdrawn before paying");
                if (open is not null)
                {
                    await CardAsync(open, "4000000000000000", plan.Faults);
                }

                break;
            case Kind.Racing:
                var racing = plan.Way == Way.Counter ? null : await PageAsync(filed.Bill);
                var paying = plan.Way == Way.Counter ? CounterAsync(plan, filed.Bill) : racing is null ? Task.CompletedTask : CardAsync(racing, "4000000000000000", "delay:1");
                await WithdrawAsync(filed.Reference, "withdrawn while paying");
                await paying;
                break;
            case Kind.Basket:
                var more = await FileAsync(other);
                var alone = plan.Again ? await PageAsync(more.Bill) : null;
                if (await InsistAsync($"/storm/basket/{filed.Bill},{more.Bill}") is { Status: 200 } basket)
                {
                    Count("baskets", 1);
                    await OnceAsync(plan, basket.Text);
                }

                if (alone is not null)
                {
                    await CardAsync(alone, "4000000000000000", plan.OtherFaults);
                }

                break;
            case Kind.Late:
                _late.Enqueue(async () =>
                {
                    if (await PageAsync(filed.Bill) is { } late)
                    {
                        await CardAsync(late, "4000000000000000", $"take:{LateMs};{plan.Faults}");
                        Count("late successes after expiry", 1);
                    }
                });
                break;
            case Kind.Parts:
                await PartsAsync(plan, filed);
                break;
            default:
                await OnceAsync(plan, filed.Bill);
                break;
        }
    }

    private async Task PartsAsync(Payment plan, Filed filed)
    {
        var part = 1000 + (plan.Number % 3 * 500);
        var how = plan.Number % 3;
        var whole = how == 1 ? await PageAsync(filed.Bill) : null;
        await PartAsync(plan, plan.Way, filed.Bill, part, plan.Faults);
        Count("parts", 1);
        if (whole is not null)
        {
            // Due when the page was opened, more than is due now: all of it goes back.
            await CardAsync(whole, "4000000000000000", plan.OtherFaults);
            Count("the whole paid after a part", 1);
        }

        if (how == 2)
        {
            Count("parts without a rest", 1);
            return;
        }

        // Until the notice of the part is here, the rest is all; whoever pays that then pays too much, and has it back.
        await PartAsync(plan, (Way)(((int)plan.Way + 1) % 3), filed.Bill, filed.Fils - part, plan.OtherFaults);
        Count("parts", 1);
    }

    private async Task PartAsync(Payment plan, Way way, string bill, long fils, string faults)
    {
        if (way == Way.Counter)
        {
            await CounterAsync(plan, bill, fils);
        }
        else if (way == Way.Bill)
        {
            await TellerAsync(plan.Place, bill, faults, insist: true, fils);
        }
        else if (await PageAsync(bill, fils) is { } page)
        {
            await CardAsync(page, "4000000000000000", faults);
        }
    }

    private async Task OnceAsync(Payment plan, string bill)
    {
        if (plan.Way == Way.Counter)
        {
            await CounterAsync(plan, bill);
        }
        else if (plan.Way == Way.Bill)
        {
            await TellerAsync(plan.Place, bill, plan.Faults, insist: true);
        }
        else if (await PageAsync(bill) is { } page)
        {
            await CardAsync(page, "4000000000000000", plan.Faults);
        }
    }

    private sealed record Filed(string Reference, string Bill, long Fils);

    private sealed record Took(string Transaction, long Fils);

    private async Task<Filed> FileAsync(Guid draft)
    {
        var filed = JsonSerializer.Deserialize<Filed>((await InsistAsync($"/storm/submit/{draft}")).Text, JsonSerializerOptions.Web)!;
        _references.Add(filed.Reference);
        Count("submitted", 1);
        return filed;
    }

    private async Task WithdrawAsync(string reference, string what)
    {
        if ((await InsistAsync($"/storm/withdraw/{reference}")).Status == 200)
        {
            Count(what, 1);
        }
    }

    private async Task<string?> PageAsync(string bill, long? part = null) => await InsistAsync($"/storm/checkout/{bill}{Query(part)}") is { Status: 200 } answer ? answer.Text : null;

    private async Task CardAsync(string page, string card, string faults)
    {
        using var form = new FormUrlEncodedContent(card == "leave" ? [new("leave", "1")] : [new("card", card), new("faults", faults)]);
        using var answer = await _http.PostAsync(page, form);
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            Count("card page answered " + (int)answer.StatusCode, 1);
        }
    }

    /// <summary>What a teller says when there is nothing to come back for.</summary>
    private static readonly string[] NotTaken = ["No money was taken", "was paid before", "has expired or was cancelled"];

    private static string Query(long? part) => part is { } fils ? string.Create(CultureInfo.InvariantCulture, $"?part={fils}") : "";

    private async Task TellerAsync(string place, string bill, string faults, bool insist, long? part = null)
    {
        var watch = Stopwatch.StartNew();
        var to = place is "cash" or "terminal" ? "teller" : place;
        do
        {
            using var form = new FormUrlEncodedContent([new("bill", bill), new("faults", faults), new("amount", part is { } fils ? new Money(fils).ToString() : "")]);
            using var answer = await _http.PostAsync($"{_rail}/{to}/pay", form);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            // Nothing, or less, is due by now: whoever came for the rest goes home with the money.
            if (part is not null && answer.StatusCode == HttpStatusCode.Conflict && NotTaken.Any((await answer.Content.ReadAsStringAsync()).Contains))
            {
                Count("part not taken at the teller", 1);
                return;
            }

            // The biller is away: the payer comes back in a moment.
            await Task.Delay(300);
        }
        while (insist && watch.Elapsed < PatienceOfAPayer);

        if (insist)
        {
            Count("payer gave up at the teller", 1);
        }
    }

    /// <summary>The cashier sends the form until there is an answer, and writes on paper what was taken.</summary>
    private async Task CounterAsync(Payment plan, string bill, long? part = null)
    {
        var (form, by) = (Guid.CreateVersion7(), plan.Place == "terminal" ? "terminal" : "cash");
        var answer = await InsistAsync($"/storm/take/{bill}/{by}/{form}{Query(part)}");
        if (answer.Status != 200)
        {
            Count("not taken at the counter: no longer due", 1);
            return;
        }

        if (plan.Again && (answer = await InsistAsync($"/storm/take/{bill}/{by}/{form}{Query(part)}")).Status != 200)
        {
            // "It was not taken", says the screen: the cashier hands the money back.
            return;
        }

        var took = JsonSerializer.Deserialize<Took>(answer.Text, JsonSerializerOptions.Web)!;
        _counter.Taken[took.Transaction] = (bill, took.Fils, by == "cash");
    }

    /// <summary>As a person would: again and again, until there is an answer.</summary>
    private async Task<(int Status, string Text)> InsistAsync(string path)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await TryAsync(HttpMethod.Post, _product + path);
            if (answer.Status is 200 or 409)
            {
                return answer;
            }

            if (watch.Elapsed > PatienceOfAPayer)
            {
                throw new TimeoutException($"{path}: {answer.Status} {answer.Text}\n{LastWords()}");
            }

            await Task.Delay(200);
        }
    }

    private async Task<(int Status, string Text)> TryAsync(HttpMethod method, string address)
    {
        try
        {
            using var request = new HttpRequestMessage(method, address);
            using var answer = await _http.SendAsync(request);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (0, e.Message);
        }
    }

    // ---- the end

    private void Report(OurBooks ours, RailBooks rail, List<string> faults, TimeSpan took)
    {
        foreach (var name in new[] { "card", "bill", "cash", "terminal" })
        {
            Count("payments taken: " + name, rail.Taken.Values.Count(t => t.Rail == name));
        }

        Count("payments taken, all rails", rail.Taken.Count);
        Count("fils taken", rail.Taken.Values.Sum(t => t.Fils));
        Count("fils kept by the rails", rail.Taken.Values.Sum(t => t.Fee));
        Count("fils given back", rail.Refunded.Values.Sum(r => r.Fils));
        Count("refunds", rail.Refunded.Count);
        Count("refunds paid out at the counter", _counter.PaidOut.Count);
        Count("cases issued", ours.Cases.Values.Count(s => s == "Issued"));
        Count("cases ended otherwise", ours.Cases.Values.Count(s => s != "Issued"));
        Count("payers told of money not needed", ours.ToldOfMoney);
        Count("ledger postings", ours.Ledger.Count);
        Count("= issued and unpaid", faults.Count(f => f.Contains("and not paid", StringComparison.Ordinal)));
        Count("= paid, neither issued nor refunded", faults.Count(f => f.Contains("neither issued nor refunded", StringComparison.Ordinal)));
        Count("= charged wrongly", faults.Count(f => f.Contains("its payer is charged", StringComparison.Ordinal)));
        Count("= payments lost or invented", faults.Count(f => f.StartsWith("payment ", StringComparison.Ordinal)));
        Count("reconciliation: found every quarter of an hour", ours.FoundByAsking);
        foreach (var (kind, end, count) in ours.Matters)
        {
            Count($"reconciliation: {kind}, {end}", count);
        }

        foreach (var (name, count) in ours.Alarms)
        {
            Count("alarm: " + name, count);
        }

        foreach (var (name, count) in _counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            Say($"  {name,-46}{count,12:N0}");
        }

        foreach (var fault in faults.Take(12))
        {
            Say("  FAULT " + fault);
        }

        if (faults.Count > 12)
        {
            Say($"  … and {faults.Count - 12} more");
        }

        Say($"{(faults.Count == 0 ? "every fils is accounted for" : $"{faults.Count} faults")}; {took.TotalSeconds:N0} s");
    }

    private void Say(FormattableString text) => _say.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Say(string text) => _say.WriteLine(text);

    private void Count(string what, long more) => _counts.AddOrUpdate(what, more, (_, before) => before + more);

    private long Count(string what) => _counts.GetValueOrDefault(what);

    public async ValueTask DisposeAsync()
    {
        await (_productProcess?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_railProcess?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        _http.Dispose();
        if (Environment.GetEnvironmentVariable("DIWAN_FAULTS_KEEP") is null)
        {
            Directory.Delete(_folder, recursive: true);
        }
        else
        {
            Say(_folder);
        }
    }
}
