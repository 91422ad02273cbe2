using System.Diagnostics;
using System.Globalization;
using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Workbench;

namespace Diwan.Bench;

/// <summary>
/// How many cases a second a trial plays, beside drawing the same number of exponential waits and nothing else; and how many paths a second are laid beside the model
/// of the certificate, beside comparing each path with one string.
/// </summary>
internal static class WorkbenchBench
{
    private const string Service = "moj/non-conviction-certificate";

    /// <param name="args">How many weeks are tried (52), then how many paths are laid beside the model (20,000).</param>
    public static void Run(string[] args)
    {
        var weeks = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 52;
        var paths = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000;
        var catalogue = CatalogueReader.Read(Path.Combine(Environment.CurrentDirectory, "services")).Catalogue!;
        var service = catalogue.Find(ServiceId.Parse(Service))!;
        var plan = TrialPlan.Of(catalogue.Workbench.Find(service.Id)!, catalogue.Workbench.Method!, service.Promise.WorkingDays, new DateOnly(2018, 9, 2), weeks, 4, 1);
        ProcessTrial.Run(plan with { Weeks = 3 }, catalogue.Calendar);
        var watch = Stopwatch.StartNew();
        var result = ProcessTrial.Run(plan, catalogue.Calendar);
        var took = watch.Elapsed.TotalSeconds;
        var cases = plan.Yearly * weeks / 52 * plan.Replications;
        watch.Restart();
        var (sum, state) = (0.0, 1UL);
        for (var i = 0; i < cases; i++)
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            sum -= Math.Log(1 - ((state >> 11) * (1.0 / (1UL << 53))));
        }

        var bare = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"trial: {cases:N0} cases in {took:0.0} s, {cases / took:N0} a second, {took / bare:N0} times drawing as many waits ({sum / cases:0.00}); within the promise {result.InPromise.Mean:P1}"));

        var steps = new CaseSteps(service);
        watch.Restart();
        var replay = BpmnReplay.Of(service.Process, steps.Seen)!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replay: the model in {watch.Elapsed.TotalMilliseconds:0} ms"));
        string[] words = [.. steps.Seen.Order(StringComparer.Ordinal)];
        var logs = Enumerable.Range(0, paths).Select(i => Enumerable.Range(0, 3 + (i % 9)).Select(j => words[((i * 7) + (j * j) + (i / 11)) % words.Length]).ToArray()).ToArray();
        string[] straight = ["bill", "payment", "issue", "issuedEnd"];
        for (var i = 0; i < 500; i++)
        {
            replay.Align(straight);
        }

        Measure("as the model says, four steps", () => replay.Align(straight).Deviations);
        var at = 0;
        Measure("steps at random, three to eleven", () => replay.Align(logs[at++]).Deviations);

        void Measure(string name, Func<int> one)
        {
            var clock = Stopwatch.StartNew();
            var deviations = 0L;
            for (var i = 0; i < paths; i++)
            {
                deviations += one();
            }

            var aligned = clock.Elapsed.TotalSeconds;
            clock.Restart();
            var same = 0;
            for (var i = 0; i < paths; i++)
            {
                same += string.Join(' ', logs[i]) == "bill payment issue issuedEnd" ? 1 : 0;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"replay: {name}: {paths / aligned:N0} a second, {aligned / clock.Elapsed.TotalSeconds:N0} times comparing strings ({(double)deviations / paths:0.00} deviations each, {same} alike)"));
        }
    }
}
