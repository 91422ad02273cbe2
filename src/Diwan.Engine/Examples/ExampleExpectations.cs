using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Examples;

/// <summary>Compares what came of an example with what it expects.</summary>
internal static class ExampleExpectations
{
    internal static IEnumerable<LocalizedText> Differences(ExampleRun run, ExampleApplication application)
    {
        var expect = run.Example.Expect;
        if (expect.Faults is { } faults)
        {
            foreach (var id in faults.Where(f => !run.Faults.ContainsKey(f)))
            {
                yield return Say($"قُبلت إجابة «{id}» وكان المنتظر رفضها", $"the answer to \"{id}\" was taken, but should have been refused");
            }
        }
        else
        {
            // Someone who may not have the service is told so at once, and need not answer the rest.
            foreach (var (id, found) in run.Eligibility.IsEligible ? run.Faults : application.Faults)
            {
                yield return Say($"رُفضت إجابة «{id}»: {found[0].Part} {found[0].Text.Ar}", $"the answer to \"{id}\" was refused: {found[0].Part} {found[0].Text.En}");
            }

            foreach (var id in application.NotAsked)
            {
                yield return Say($"لم يُسأل «{id}»", $"\"{id}\" was never asked");
            }

            foreach (var due in application.Journey.RegisterReads.Where(_ => run.Eligibility.IsEligible && expect.Outcome != "draft"))
            {
                yield return Say($"السجل «{due.Register.Id}» لا يجيب", $"the register \"{due.Register.Id}\" does not answer");
            }
        }

        if (expect.Eligible is { } eligible && eligible != run.Eligibility.IsEligible)
        {
            yield return Differ("eligible", eligible ? "true" : "false", run.Eligibility.IsEligible ? "true" : string.Join(", ", run.Eligibility.Codes));
        }

        if (expect.Refusals is { } refusals && !refusals.ToHashSet().SetEquals(run.Eligibility.Codes))
        {
            yield return Differ("refusals", List(refusals), List(run.Eligibility.Codes));
        }

        if (expect.Fees is { } fees)
        {
            foreach (var difference in Fees(fees, run.Fees))
            {
                yield return difference;
            }
        }

        foreach (var line in run.Fees.Lines.Where(l => run.Eligibility.IsEligible && !Explains(l)))
        {
            yield return Say($"شرح البند «{line.Code}» ناقص: {Plain(line.Why.Ar)}", $"the explanation of the line \"{line.Code}\" lacks a value: {Plain(line.Why.En)}");
        }

        if (expect.Total is { } total && total != run.Fees.Total)
        {
            yield return Differ("total", total.ToString(), run.Fees.Total.ToString());
        }

        if (expect.CounterTotal is { } counter && counter != run.Comparison.Counter.Total)
        {
            yield return Differ("counterTotal", counter.ToString(), run.Comparison.Counter.Total.ToString());
        }

        if (expect.Route is { } route && route != run.Route)
        {
            yield return Differ("route", route, run.Route ?? "null");
        }

        if (expect.Outcome is { } outcome && outcome != run.Outcome)
        {
            yield return Differ("outcome", outcome, $"{run.Outcome} ({string.Join(" → ", run.Passed)})");
        }

        if (expect.Passes is { } passes && !InOrder(passes, run.Passed))
        {
            yield return Differ("passes", List(passes), List(run.Passed));
        }

        if (expect.Messages is { } messages && !messages.SequenceEqual(run.Messages))
        {
            yield return Differ("messages", List(messages), List(run.Messages));
        }

        if (expect.Document is { } document)
        {
            var text = Plain(string.Concat(run.Documents.SelectMany(d => d.Languages.Select(d.ToText))));
            foreach (var words in document.Where(w => !text.Contains(Plain(w), StringComparison.Ordinal)))
            {
                yield return Say($"لا توجد في الوثيقة كلمات «{words}»", $"the document does not hold \"{words}\"");
            }
        }
    }

    private static IEnumerable<LocalizedText> Fees(IReadOnlyDictionary<string, IReadOnlyList<Money>> expected, FeeStatement fees)
    {
        foreach (var (code, amounts) in expected)
        {
            var found = fees.Lines.Where(l => l.Code == code).Select(l => l.Amount).ToArray();
            if (!amounts.Order().SequenceEqual(found.Order()))
            {
                yield return Differ($"fees.{code}", List(amounts.Select(a => a.ToString())), List(found.Select(a => a.ToString())));
            }
        }

        foreach (var code in fees.Lines.Select(l => l.Code).Distinct().Where(c => !expected.ContainsKey(c)))
        {
            yield return Differ($"fees.{code}", "—", List(fees.Lines.Where(l => l.Code == code).Select(l => l.Amount.ToString())));
        }
    }

    /// <summary>Whether every value an explanation names is there.</summary>
    private static bool Explains(FeeLine line)
    {
        return Says(line.Label.Ar) && Says(line.Label.En) && Says(line.Why.Ar) && Says(line.Why.En);

        static bool Says(string words) => !words.Contains('{', StringComparison.Ordinal)
            && !words.Contains($"\u2068{ValueFormatter.Nothing.En}\u2069", StringComparison.Ordinal);
    }

    private static bool InOrder(IReadOnlyList<string> wanted, IReadOnlyList<string> among)
    {
        var at = 0;
        foreach (var node in among)
        {
            if (at < wanted.Count && wanted[at] == node)
            {
                at++;
            }
        }

        return at == wanted.Count;
    }

    private static string Plain(string text) =>
        string.Concat(text.Where(c => c is not ((>= '\u2066' and <= '\u2069') or (>= '\u200e' and <= '\u200f'))));

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static LocalizedText Differ(string what, string expected, string found) =>
        Say($"{what}: المنتظر {expected} والحاصل {found}", $"{what}: expected {expected}, got {found}");

    private static LocalizedText Say(string ar, string en) => new(ar, en);
}
