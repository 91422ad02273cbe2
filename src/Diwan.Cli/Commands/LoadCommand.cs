using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Programme.Gates.TestReports;

namespace Diwan.Cli.Commands;

/// <summary>
/// <c>load dls/land-plan --address … --people cookies.txt --answers plan.json</c>: applies for a service over the JSON API at the rate of its busiest hour, and
/// writes the report that the launch gate asks for. Arrivals do not wait for answers: whoever is slow gets a queue, as in life.
/// </summary>
internal static class LoadCommand
{
    internal static Command Build()
    {
        var service = new Argument<string>("service") { Description = "Such as dls/land-plan." };
        var address = new Option<Uri>("--address") { Description = "The site that is tried, such as http://127.0.0.1:5080. Never one that people use.", Required = true };
        var people = new Option<string>("--people") { Description = "A file with the Cookie header of a person who is signed in on each line. They take turns.", Required = true };
        var answers = new Option<string>("--answers") { Description = "A file with the answers of an application that can be submitted, in JSON.", Required = true };
        var rate = new Option<double?>("--rate") { Description = "Applications a second; otherwise what services/gate.yaml asks." };
        var seconds = new Option<int?>("--seconds") { Description = "How long; otherwise what services/gate.yaml asks." };
        var output = new Option<string>("--out") { Description = "Where the report is written.", DefaultValueFactory = _ => "load.json" };
        var folder = new Option<string>("--services") { Description = "The services folder.", DefaultValueFactory = _ => "services" };
        var command = new Command("load", "Tries a service at its peak and writes the report for the launch gate.") { service, address, people, answers, rate, seconds, output, folder };
        command.SetAction((parsed, ct) => RunAsync(
            new(parsed.GetValue(service)!, parsed.GetValue(address)!, parsed.GetValue(people)!, parsed.GetValue(answers)!, parsed.GetValue(rate), parsed.GetValue(seconds),
                parsed.GetValue(output)!, parsed.GetValue(folder)!),
            Console.Out, Console.Error, ct));
        return command;
    }

    internal sealed record Options(string Service, Uri Address, string People, string Answers, double? Rate, int? Seconds, string Out, string Folder);

    internal static async Task<int> RunAsync(Options options, TextWriter say, TextWriter error, CancellationToken ct)
    {
        int Refuse(string ar, string en)
        {
            error.WriteLine($"{ar}\n{en}");
            return 2;
        }

        if (!OneService.TryRead(options.Folder, options.Service, out var catalogue, out var service, out var unread))
        {
            error.WriteLine(unread);
            return 2;
        }

        foreach (var file in new[] { options.People, options.Answers }.Where(f => !File.Exists(f)))
        {
            return Refuse($"لا ملف في {file}.", $"There is no file {file}.");
        }

        var rule = catalogue.Gate.Tests;
        var peak = rule is not null && catalogue.Workbench.Find(service.Id) is { } figures ? (double)rule.PeakRate(figures.Yearly.Value) : (double?)null;
        var (rate, seconds) = (options.Rate ?? (peak is { } asked ? asked * 1.1 : 0), options.Seconds ?? rule?.Seconds ?? 0);
        if (rate is not (> 0 and <= 100_000) || seconds is not (> 0 and <= 86_400))
        {
            return Refuse("المعدل أو المدة غير معروفين. اكتبهما بـ --rate و--seconds.", "The rate or the duration is not known. Give them with --rate and --seconds.");
        }

        var answers = await File.ReadAllTextAsync(options.Answers, ct);
        try
        {
            using var parsed = JsonDocument.Parse(answers);
        }
        catch (JsonException e)
        {
            return Refuse($"الإجابات ليست JSON: {e.Message}", $"The answers are not JSON: {e.Message}");
        }

        List<string> people = [.. (await File.ReadAllLinesAsync(options.People, ct)).Select(l => l.Trim()).Where(l => l.Length > 0)];
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 1000 };
        using var http = new HttpClient(handler) { BaseAddress = options.Address, Timeout = TimeSpan.FromSeconds(60) };
        if (people.Count == 0)
        {
            return Refuse($"لا أحد في {options.People}.", $"There is nobody in {options.People}.");
        }

        if (await ApplyAsync(http, service.Id, people[0], answers, [], ct) is { } why)
        {
            return Refuse($"الطلب الأول لم يكتمل، فلا معنى لتكراره: {why}", $"The first application did not come to its end, so more of them would mean nothing: {why}");
        }

        var (times, count, failed) = (new ConcurrentBag<double>(), 0, 0);
        var (at, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        var under = new List<Task>();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            var due = TimeSpan.FromSeconds(count / rate) - watch.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, ct);
                continue;
            }

            var person = people[count++ % people.Count];
            under.Add(Task.Run(
                async () =>
                {
                    if (await ApplyAsync(http, service.Id, person, answers, times, ct) is not null)
                    {
                        Interlocked.Increment(ref failed);
                    }
                },
                ct));
        }

        var took = watch.Elapsed.TotalSeconds;
        await Task.WhenAll(under);
        var sorted = times.Order().ToList();
        var report = new LoadReport(service.Id.ToString(), service.Version, at, Math.Round(took, 3), count, failed, sorted.Count, Math.Round(sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1], 1));
        await File.WriteAllBytesAsync(options.Out, report.Write(), ct);
        say.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Applications} applications in {report.Seconds:0} s ({report.Applications / report.Seconds:0.00}/s{(peak is { } p ? $", asked {p:0.00}/s" : "")}), {report.Failed} failed, {report.Requests} answers, 95 % within {report.Milliseconds95:0} ms: {options.Out}"));
        return 0;
    }

    /// <summary>Begins, answers and submits an application.</summary>
    /// <param name="times">Where the milliseconds of every answer go.</param>
    /// <returns>Null when it was submitted, otherwise what the site said.</returns>
    private static async Task<string?> ApplyAsync(HttpClient http, ServiceId service, string cookie, string answers, ConcurrentBag<double> times, CancellationToken ct)
    {
        try
        {
            var (status, begun) = await AskAsync(HttpMethod.Post, $"/api/v1/services/{service}/applications", null);
            if (status != HttpStatusCode.Created)
            {
                return Said(status, begun);
            }

            using var json = JsonDocument.Parse(begun);
            var application = $"/api/v1/applications/{json.RootElement.GetProperty("id").GetString()}";
            (status, var kept) = await AskAsync(HttpMethod.Put, $"{application}/answers", answers);
            if (status != HttpStatusCode.OK)
            {
                return Said(status, kept);
            }

            (status, var submitted) = await AskAsync(HttpMethod.Post, $"{application}/submit", null);
            return status == HttpStatusCode.Created ? null : Said(status, submitted);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !ct.IsCancellationRequested)
        {
            return e.Message;
        }

        async Task<(HttpStatusCode, string)> AskAsync(HttpMethod method, string path, string? body)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            var watch = Stopwatch.StartNew();
            try
            {
                using var answer = await http.SendAsync(request, ct);
                return (answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
            }
            finally
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        static string Said(HttpStatusCode status, string text) => $"{(int)status} {(text.Length > 500 ? text[..500] : text)}";
    }
}
