using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Diwan.Sandbox;

namespace Diwan.Faults;

/// <param name="DatabaseStops">How often PostgreSQL is stopped and started.</param>
/// <param name="Without">One of <see cref="Safeguards"/>.</param>
internal sealed record StormOptions(
    bool Postgres, int Payments = 2000, int Kills = 50, int DatabaseStops = 5, ulong Seed = 1, string Without = Safeguards.None, int Payers = 8, int PatienceSeconds = 150)
{
    /// <summary>How long the product lives between two kills, at least and at most, in milliseconds from its start.</summary>
    public (int Least, int Most) Life { get; init; } = (500, 9000);
}

/// <param name="Faults">Empty when every fils is accounted for.</param>
internal sealed record StormReport(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, long> Counts);

/// <summary>
/// Thousands of payments over the rails while notices are lost, doubled, late, out of order and forged, the product is killed and the database
/// stopped. When the storm is over the rail's books and ours are compared, fils by fils.
/// </summary>
internal sealed class Storm : IAsyncDisposable
{
    private const double ClockRate = 20;
    private static readonly TimeSpan PatienceOfAPayer = TimeSpan.FromMinutes(4);

    private readonly StormOptions _options;
    private readonly TextWriter _say;
    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-faults-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromSeconds(20) }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _references = [];
    private readonly OwnPostgres? _postgres;
    private readonly RunningClock _first = RunningClock.Start(ClockRate);
    private readonly string _product = $"http://127.0.0.1:{Child.FreePort()}";
    private readonly string _rail = $"http://127.0.0.1:{Child.FreePort()}";
    private RunningClock _clock;
    private string _outside = "";
    private Child? _productProcess;
    private Child? _railProcess;

    private Storm(StormOptions options, TextWriter say)
    {
        (_options, _say, _clock) = (options, say, _first);
        _postgres = options.Postgres ? new OwnPostgres() : null;
    }

    public static int Usage()
    {
        Console.Error.WriteLine("storm --database sqlite|postgres [--payments 2000] [--kills 50] [--stops 5] [--seed 1] [--without none|" + string.Join('|', Safeguards.All) + "] [--payers 8]");
        return 2;
    }

    public static async Task<int> MainAsync(string[] args)
    {
        int Number(string name, int otherwise) => Child.Optional(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var without = Child.Optional(args, "--without") ?? Safeguards.None;
        if (Child.Optional(args, "--database") is not ("sqlite" or "postgres") || (without != Safeguards.None && !Safeguards.All.Contains(without)))
        {
            return Usage();
        }

        var postgres = Child.Optional(args, "--database") == "postgres";
        var report = await RunAsync(
            new StormOptions(postgres, Number("--payments", 2000), Number("--kills", 50), Number("--stops", 5), (ulong)Number("--seed", 1), without, Number("--payers", 8)),
            Console.Out);
        return report.Faults.Count == 0 ? 0 : 1;
    }

    public static async Task<StormReport> RunAsync(StormOptions options, TextWriter say)
    {
        await using var storm = new Storm(options, say);
        return await storm.RunAsync();
    }

    private async Task<StormReport> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 500, Time = _first });
        await sandbox.StartAsync();
        _outside = sandbox.Urls.First();
        if (_postgres is not null)
        {
            await _postgres.StartAsync();
        }

        StartRail();
        StartProduct();
        await ReadyAsync(TimeSpan.FromMinutes(3));
        using var drafted = await _http.PostAsync($"{_product}/storm/drafts/{_options.Payments}", null);
        var drafts = (await drafted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<List<Guid>>())!;
        Say($"storm on {(_options.Postgres ? "PostgreSQL" : "SQLite")}, seed {_options.Seed}, {_options.Payments} payments, {_options.Kills} kills, without {_options.Without}; ready after {watch.Elapsed.TotalSeconds:N0} s");

        var plan = new ConcurrentQueue<Payment>(Plan.Make(_options.Seed, _options.Payments));
        var trouble = TroubleAsync(() => plan.Count);
        await Task.WhenAll(Enumerable.Range(0, _options.Payers).Select(_ => Task.Run(async () =>
        {
            while (plan.TryDequeue(out var payment))
            {
                await PayAsync(payment, drafts[payment.Number]);
            }
        })));
        Say($"paid after {watch.Elapsed.TotalSeconds:N0} s; {Count("killed")} kills so far");
        await trouble;
        Say($"storm over after {watch.Elapsed.TotalSeconds:N0} s");
        await ReadyAsync(TimeSpan.FromMinutes(3));

        // Everybody's patience passes: bills expire, whatever is still to be asked is asked. The rail keeps its book.
        await Task.Delay(TimeSpan.FromSeconds(6));
        _clock = _clock.Ahead(TimeSpan.FromDays(9));
        await _productProcess!.KillAsync();
        await _railProcess!.KillAsync();
        StartRail();
        StartProduct();
        await ReadyAsync(TimeSpan.FromMinutes(3));

        var calm = Stopwatch.StartNew();
        List<string> faults;
        OurBooks ours;
        RailBooks rail;
        do
        {
            await Task.Delay(1500);
            ours = await OurBooks.ReadAsync(_postgres?.ConnectionString, _folder, _clock.GetUtcNow());
            rail = await RailBooks.ReadAsync(_http, _rail, _first, _clock);
            faults = Reckoning.Faults(ours, rail, _references);
        }
        while (faults.Count > 0 && calm.Elapsed.TotalSeconds < _options.PatienceSeconds);

        if (await _http.GetStringAsync($"{_product}/storm/sound") != bool.TrueString)
        {
            faults.Add("the chains of events do not hold");
        }

        Report(ours, rail, faults, watch.Elapsed);
        return new StormReport(faults, new Dictionary<string, long>(_counts));
    }

    // ---- trouble

    private async Task TroubleAsync(Func<int> left)
    {
        var dice = new Dice(_options.Seed + 77);
        var stops = 0;
        for (var kill = 1; kill <= _options.Kills; kill++)
        {
            // At random, from its first moments, while it is still starting, to full service.
            await Task.Delay(_options.Life.Least + dice.Next(_options.Life.Most - _options.Life.Least));
            await _productProcess!.KillAsync();
            Count("killed", 1);
            if (left() > 0)
            {
                Count("killed while payers were paying", 1);
            }

            var stop = _postgres is not null && stops < _options.DatabaseStops && kill >= (stops + 1) * _options.Kills / (_options.DatabaseStops + 1);
            if (stop && stops % 2 == 0)
            {
                // Stopped while the product is down: it meets a database that is not there when it starts.
                _postgres!.Stop();
                Count("database stopped", 1);
                StartProduct();
                await Task.Delay(1500);
                await _postgres.StartAsync();
                stops++;
            }
            else if (stop)
            {
                // Stopped under a product in full service, which has to live through it.
                StartProduct();
                await ReadyAsync(TimeSpan.FromMinutes(2));
                await Task.Delay(1500);
                _postgres!.Stop();
                Count("database stopped", 1);
                await Task.Delay(1500);
                await _postgres.StartAsync();
                stops++;
            }

            if (!_productProcess!.Runs)
            {
                StartProduct();
            }

            // Payers get somewhere between most kills; the others strike a product that is still starting.
            if (dice.Percent(70))
            {
                await ReadyAsync(TimeSpan.FromMinutes(2));
            }
        }

        if (!_productProcess!.Runs)
        {
            StartProduct();
        }
    }

    private void StartRail()
    {
        _railProcess = new Child(
            ["rail", "--port", new Uri(_rail).Port.ToString(CultureInfo.InvariantCulture), "--biller", _product, "--data", Path.Combine(_folder, "rail"), "--clock", _clock.ToString()],
            Path.Combine(_folder, "rail.log"));
        _railProcess.Start();
    }

    private void StartProduct()
    {
        _productProcess = new Child(
            [
                "product", "--port", new Uri(_product).Port.ToString(CultureInfo.InvariantCulture), "--outside", _outside, "--rail", _rail, "--data", _folder,
                "--clock", _clock.ToString(), "--without", _options.Without,
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
                throw new TimeoutException($"The product did not become ready. Its last words:\n{string.Join('\n', File.ReadLines(Path.Combine(_folder, "product.log")).TakeLast(30))}");
            }

            await Task.Delay(100);
        }
    }

    // ---- payers

    private async Task PayAsync(Payment plan, Guid draft)
    {
        var submitted = await InsistAsync($"/storm/submit/{draft}");
        var filed = System.Text.Json.JsonSerializer.Deserialize<Filed>(submitted.Text, System.Text.Json.JsonSerializerOptions.Web)!;
        _references.Add(filed.Reference);
        Count("submitted", 1);
        switch (plan.Kind)
        {
            case Kind.Abandoned:
                if (plan.Card && await PageAsync(filed.Bill) is { } left)
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
                await TellerAsync(plan.Place, filed.Bill, plan.Faults, insist: false);
                if (page is not null)
                {
                    await CardAsync(page, "4000000000000000", plan.OtherFaults);
                }

                break;
            case Kind.Withdrawn:
                var open = await PageAsync(filed.Bill);
                if ((await InsistAsync($"/storm/withdraw/{filed.Reference}")).Status == 200)
                {
                    Count("withdrawn before paying", 1);
                }

                if (open is not null)
                {
                    await CardAsync(open, "4000000000000000", plan.Faults);
                }

                break;
            case Kind.Racing:
                var racing = await PageAsync(filed.Bill);
                var paying = racing is null ? Task.CompletedTask : CardAsync(racing, "4000000000000000", "delay:1");
                if ((await InsistAsync($"/storm/withdraw/{filed.Reference}")).Status == 200)
                {
                    Count("withdrawn while paying", 1);
                }

                await paying;
                break;
            default:
                if (!plan.Card)
                {
                    await TellerAsync(plan.Place, filed.Bill, plan.Faults, insist: true);
                }
                else if (await PageAsync(filed.Bill) is { } only)
                {
                    await CardAsync(only, "4000000000000000", plan.Faults);
                }

                break;
        }
    }

    private sealed record Filed(string Reference, string Bill, long Fils);

    private async Task<string?> PageAsync(string bill) => await InsistAsync($"/storm/checkout/{bill}") is { Status: 200 } answer ? answer.Text : null;

    private async Task CardAsync(string page, string card, string faults)
    {
        using var form = new FormUrlEncodedContent(card == "leave" ? [new("leave", "1")] : [new("card", card), new("faults", faults)]);
        using var answer = await _http.PostAsync(page, form);
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            Count("card page answered " + (int)answer.StatusCode, 1);
        }
    }

    private async Task TellerAsync(string place, string bill, string faults, bool insist)
    {
        var watch = Stopwatch.StartNew();
        do
        {
            using var form = new FormUrlEncodedContent([new("bill", bill), new("faults", faults)]);
            using var answer = await _http.PostAsync($"{_rail}/{place}/pay", form);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            // The biller is away: the payer comes back in a moment.
            await Task.Delay(300);
        }
        while (insist && watch.Elapsed < PatienceOfAPayer);

        if (insist)
        {
            Count("payer gave up at the counter", 1);
        }
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
                throw new TimeoutException($"{path}: {answer.Status} {answer.Text}\n{string.Join('\n', File.ReadLines(Path.Combine(_folder, "product.log")).TakeLast(30))}");
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
        Count("taken by the rail: card", rail.Taken.Values.Count(t => t.Rail == "card"));
        Count("taken by the rail: bill", rail.Taken.Values.Count(t => t.Rail == "bill"));
        Count("fils taken", rail.Taken.Values.Sum(t => t.Fils));
        Count("fils refunded", rail.Refunded.Values.Sum(r => r.Fils));
        Count("refunds", rail.Refunded.Count);
        Count("cases issued", ours.Cases.Values.Count(s => s == "Issued"));
        Count("cases ended otherwise", ours.Cases.Values.Count(s => s != "Issued"));
        Count("ledger postings", ours.Ledger.Count);
        Count("issued and unpaid", faults.Count(f => f.Contains("issued and not paid", StringComparison.Ordinal)));
        Count("paid and neither issued nor refunded", faults.Count(f => f.Contains("neither issued nor refunded", StringComparison.Ordinal)));
        Count("charged twice", faults.Count(f => f.Contains("its payer is charged", StringComparison.Ordinal)));
        Count("payments lost or invented", faults.Count(f => f.StartsWith("payment ", StringComparison.Ordinal)));
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
