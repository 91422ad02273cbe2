using System.CommandLine;
using System.Globalization;
using Diwan.Engine.Workbench;
using Diwan.Kernel;

namespace Diwan.Cli.Commands;

/// <summary><c>workbench simulate moj/non-conviction-certificate</c>: tries the new process of a service before it is launched.</summary>
internal static class WorkbenchCommand
{
    internal static Command Build()
    {
        var service = new Argument<string>("service") { Description = "Such as moj/non-conviction-certificate." };
        var yearly = new Option<double?>("--yearly") { Description = "Applications a year; otherwise as services/workbench says." };
        var staff = new Option<string[]>("--staff") { Description = "People at work by role, such as moj:section=2. May be given several times.", DefaultValueFactory = _ => [] };
        var from = new Option<string>("--from") { Description = "The first day, such as 2018-09-02.", DefaultValueFactory = _ => "2018-09-02" };
        var weeks = new Option<int>("--weeks") { Description = "How long people come.", DefaultValueFactory = _ => 8 };
        var times = new Option<int>("--replications") { Description = "How often all of it is played, for the intervals.", DefaultValueFactory = _ => 10 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same result.", DefaultValueFactory = _ => 1 };
        var folder = new Option<string>("--services") { Description = "The services folder.", DefaultValueFactory = _ => "services" };
        var simulate = new Command("simulate", "Plays the new process with arrivals, staff and office hours: waiting, utilisation, share within the promise.")
        {
            service, yearly, staff, from, weeks, times, seed, folder,
        };
        simulate.SetAction((parsed, ct) => Task.FromResult(Run(
            parsed.GetValue(service)!, parsed.GetValue(yearly), parsed.GetValue(staff)!, parsed.GetValue(from)!, parsed.GetValue(weeks), parsed.GetValue(times), parsed.GetValue(seed),
            parsed.GetValue(folder)!, Console.Out, Console.Error, ct)));
        return new Command("workbench", "The re-engineering workbench.") { simulate };
    }

    internal static int Run(
        string name, double? yearly, IReadOnlyList<string> staff, string from, int weeks, int times, ulong seed, string folder, TextWriter output, TextWriter error, CancellationToken ct)
    {
        int Refuse(string ar, string en)
        {
            error.WriteLine($"{ar}\n{en}");
            return 2;
        }

        if (!OneService.TryRead(folder, name, out var catalogue, out var service, out var why))
        {
            error.WriteLine(why);
            return 2;
        }

        if (catalogue.Workbench is not { Method: { } method } book || book.Find(service.Id) is not { } figures)
        {
            return Refuse($"لا أرقام في workbench/{name}.yaml.", $"There are no figures in workbench/{name}.yaml.");
        }

        if (TypedDay.Read(from) is not { } first)
        {
            return Refuse($"‏--from تاريخ مثل 2018-09-02، لا {from}.", $"--from is a day such as 2018-09-02, not {from}.");
        }

        var people = new Dictionary<string, int>(figures.Staff, StringComparer.Ordinal);
        foreach (var one in staff)
        {
            var parts = one.Split('=');
            if (parts.Length != 2 || !people.ContainsKey(parts[0]) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return Refuse($"‏--staff مثل {people.Keys.First()}=2، لا {one}.", $"--staff is one of {string.Join(", ", people.Keys)} with a number, such as {people.Keys.First()}=2, not {one}.");
            }

            people[parts[0]] = count;
        }

        var plan = TrialPlan.Of(figures, method, service.Promise.WorkingDays, first, weeks, times, seed) with { Staff = people };
        plan = plan with { Yearly = yearly ?? plan.Yearly };
        if (plan.Fault() is { } fault)
        {
            return Refuse(fault.Ar, fault.En);
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = ProcessTrial.Run(plan, catalogue.Calendar, ct);
        string Between(Estimate e, string format, double by = 1) => string.Create(
            CultureInfo.InvariantCulture, $"{(e.Mean * by).ToString(format, CultureInfo.InvariantCulture)} ({(e.Low * by).ToString(format, CultureInfo.InvariantCulture)} to {(e.High * by).ToString(format, CultureInfo.InvariantCulture)})");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{service}   {plan.Yearly:N0} a year, {weeks} weeks from {first:yyyy-MM-dd}, {times} replications, seed {seed}"));
        output.WriteLine($"within the promise (working days: {service.Promise.WorkingDays})  {Between(result.InPromise, "0.0", 100)} %");
        output.WriteLine($"half of the cases within       {Between(result.Median, "0.0")} hours");
        output.WriteLine($"nine in ten within             {Between(result.Ninetieth, "0.0")} hours");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lapsed                         {result.Lapsed * 100:0.0} %"));
        foreach (var desk in result.Desks)
        {
            output.WriteLine($"{desk.Role} ({desk.Staff})   busy {Between(desk.Utilisation, "0", 100)} %   a task waits {Between(desk.Wait, "0")} working minutes, nine in ten {Between(desk.Ninetieth, "0")}   backlog {Between(desk.Backlog, "0")}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Cases * times:N0} cases counted in {watch.Elapsed.TotalSeconds:0.0} s. Figures without a source are assumed; see services/workbench."));
        return 0;
    }
}
