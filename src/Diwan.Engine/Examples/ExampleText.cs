using System.Globalization;
using System.Text;
using Diwan.Kernel;

namespace Diwan.Engine.Examples;

/// <summary>An example's run as text for a terminal.</summary>
public static class ExampleText
{
    /// <summary>One line when it holds; the differences under it when it does not.</summary>
    public static string Brief(ExampleRun run, Language language)
    {
        ArgumentNullException.ThrowIfNull(run);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{(run.Holds ? "ok  " : "FAIL")} {run.Definition.Id} {run.Example.Name}");
        foreach (var difference in run.Differences)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"       {difference.In(language)}");
        }

        return text.ToString();
    }

    /// <summary>Everything: who, eligibility, fee lines with their explanation, route, timeline, documents.</summary>
    public static string Whole(ExampleRun run, Language language)
    {
        ArgumentNullException.ThrowIfNull(run);
        var arabic = language == Language.Arabic;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"── {run.Example.Name} ── {run.Definition.Name.In(language)}");
        text.AppendLine(run.Example.About);
        text.AppendLine(CultureInfo.InvariantCulture, $"{NationalCalendar.ToAmman(run.Example.On):yyyy-MM-dd HH:mm} · {run.Example.Channel.Code()} · {run.Example.Applicant["kind"]}");
        Head(arabic ? "الأهلية" : "Eligibility");
        text.AppendLine(run.Eligibility.IsEligible ? (arabic ? "  مستحق" : "  eligible") : "");
        foreach (var reason in run.Eligibility.Reasons)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {reason.Code}: {reason.Why.In(language)} {reason.Remedy.In(language)}");
        }

        foreach (var (id, faults) in run.Faults)
        {
            foreach (var fault in run.Eligibility.IsEligible ? faults : [])
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {id}{(fault.Part.Length == 0 ? "" : "." + fault.Part)}: {fault.Text.In(language)}");
            }
        }

        Head(arabic ? "الرسوم" : "Fees");
        foreach (var line in run.Fees.Lines)
        {
            var law = run.Definition.FindInstrument(line.Instrument) is { } instrument && run.Definition.Texts.TryGet(instrument.TextKey, out var words)
                ? words.In(language)
                : line.Instrument;
            text.AppendLine(CultureInfo.InvariantCulture, $"  {line.Amount,14}  {line.Label.In(language)}: {line.Why.In(language)} [{law}]");
            foreach (var rule in line.Rules)
            {
                var source = rule.Annotations.TryGetValue("source", out var s) && s.Length > 0 ? $" — {s}" : "";
                text.AppendLine(CultureInfo.InvariantCulture, $"{"",16}  {rule.Decision} {rule.Row} ({rule.Rule}){source}");
            }
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  {run.Fees.Total,14}  {(arabic ? "المجموع" : "total")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {run.Comparison.Counter.Total,14}  {(arabic ? "عند الشباك" : "at the counter")}");
        Head(arabic ? "المسار" : "Route");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {run.Route ?? "—"}: {string.Join(arabic ? " ← " : " → ", run.Passed)}");
        Head(arabic ? "ما جرى" : "Timeline");
        foreach (var line in run.Timeline)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {NationalCalendar.ToAmman(line.At):yyyy-MM-dd HH:mm}  {line.Words.In(language)}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  = {run.Outcome}");
        foreach (var document in run.Documents)
        {
            Head(document.Title.In(language));
            foreach (var shown in document.Languages)
            {
                text.Append("  ").AppendLine(document.ToText(shown).TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal));
            }
        }

        if (!run.Holds)
        {
            Head(arabic ? "ما لم يوافق المنتظر" : "Not as expected");
            foreach (var difference in run.Differences)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {difference.In(language)}");
            }
        }

        return text.AppendLine().ToString();

        void Head(string title) => text.AppendLine(title);
    }
}
