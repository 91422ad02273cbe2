using System.Security.Cryptography;
using Diwan.Sandbox.State;

namespace Diwan.Sandbox.Registers;

/// <summary>How badly something behaves.</summary>
/// <param name="LatencyMs">Milliseconds before every answer.</param>
/// <param name="ErrorPercent">Of questions answered by an error. Half of the failing writes have been done all the same: only the answer is lost.</param>
/// <param name="Down">Answers nothing but "unavailable".</param>
internal sealed record Knob(int LatencyMs, int ErrorPercent, bool Down)
{
    internal static readonly Knob Still = new(0, 0, false);
}

/// <summary>The knobs by subsystem, <c>all</c> for every register together, and <c>sms</c>, <c>mail</c>, <c>push</c>, <c>rail</c>, <c>identity</c> and <c>tsa</c> for the rest.</summary>
internal sealed class Knobs(Journal journal)
{
    internal static readonly string[] Others = ["sms", "mail", "push", "rail", "identity", "tsa"];

    internal static IEnumerable<string> Names => Contract.Members.Keys.Prepend("all").Concat(Others);

    internal Knob this[string name] => journal.Get<Knob>($"knob/{name}") ?? Knob.Still;

    internal bool Set(string name, Knob knob)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }

        journal.Put($"knob/{name}", knob with { LatencyMs = Math.Clamp(knob.LatencyMs, 0, 120_000), ErrorPercent = Math.Clamp(knob.ErrorPercent, 0, 100) });
        return true;
    }

    internal void Reset()
    {
        foreach (var name in Names.Where(n => this[n] != Knob.Still))
        {
            journal.Put($"knob/{name}", Knob.Still);
        }
    }

    /// <summary>Waits as told, then says what is to happen.</summary>
    internal async Task<Fate> Meet(string name, CancellationToken stop)
    {
        var (all, own) = (Contract.Members.ContainsKey(name) ? this["all"] : Knob.Still, this[name]);
        var latency = all.LatencyMs + own.LatencyMs;
        if (latency > 0)
        {
            await Task.Delay(latency, stop);
        }

        if (all.Down || own.Down)
        {
            return Fate.Down;
        }

        var percent = Math.Max(all.ErrorPercent, own.ErrorPercent);
        if (percent == 0 || RandomNumberGenerator.GetInt32(100) >= percent)
        {
            return Fate.Answer;
        }

        return RandomNumberGenerator.GetInt32(2) == 0 ? Fate.Fail : Fate.FailAfter;
    }
}

internal enum Fate
{
    Answer,
    Down,
    Fail,
    FailAfter,
}
