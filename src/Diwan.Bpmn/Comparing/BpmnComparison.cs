using System.Globalization;

namespace Diwan.Bpmn;

/// <summary>What a process asks of people, each node counted once whatever the way through it.</summary>
/// <param name="Steps">Tasks and calls; a sub-process counts by what is inside, or as one when nothing is.</param>
/// <param name="PeopleSteps">Steps a person does: user, manual and plain tasks.</param>
/// <param name="SystemSteps">Service, business-rule, script and send tasks.</param>
/// <param name="Minutes">Working minutes, from diwan:minutes.</param>
/// <param name="Visits">How often the applicant must come in person, from diwan:visits.</param>
/// <param name="Papers">Documents the applicant must bring, from diwan:papers.</param>
/// <param name="Cost">What it costs the applicant besides the fee, in dinars, from diwan:cost.</param>
public sealed record BpmnMeasures(
    int Steps, int PeopleSteps, int UserTasks, int SystemSteps, int Decisions, decimal Minutes, int Visits, int Papers, decimal Cost);

/// <param name="Faults">Measures written in the file that are no numbers; these count as nothing.</param>
/// <param name="Changes">Every step of either process, in the order of the later one; matched by id, else by name.</param>
public sealed record BpmnComparisonResult(BpmnMeasures Before, BpmnMeasures After, IReadOnlyList<BpmnFault> Faults, IReadOnlyList<BpmnChange> Changes)
{
    /// <summary>What to mark in a picture of the earlier process, by id.</summary>
    public IReadOnlyDictionary<string, BpmnChangeKind> MarksBefore => Changes.Where(c => c.Before is not null).DistinctBy(c => c.Before!.Id).ToDictionary(c => c.Before!.Id, c => c.Kind, StringComparer.Ordinal);

    /// <summary>What to mark in a picture of the later process, by id.</summary>
    public IReadOnlyDictionary<string, BpmnChangeKind> MarksAfter => Changes.Where(c => c.After is not null).DistinctBy(c => c.After!.Id).ToDictionary(c => c.After!.Id, c => c.Kind, StringComparer.Ordinal);
}

/// <summary>The process as it was beside the process as it is to be.</summary>
public static class BpmnComparison
{
    private static readonly FaultText NoNumber = new("BPMN400", BpmnSeverity.Error,
        "{0} has diwan:{1}=\"{2}\", which is no number of 0 or more. Write digits, for example {3}.",
        "للعنصر {0} القيمة diwan:{1}=\"{2}\" وهي ليست عددًا موجبًا أو صفرًا. اكتب أرقامًا، مثلًا {3}.");

    public static BpmnComparisonResult Compare(BpmnProcess before, BpmnProcess after)
    {
        var faults = new List<BpmnFault>();
        return new(Of(before, faults), Of(after, faults), faults, BpmnChanges.Between(before, after));
    }

    public static BpmnMeasures Measure(BpmnProcess process) => Of(process, []);

    /// <summary>Both pictures, one over the other, each under its heading with its figures.</summary>
    public static string ToSvg(BpmnModel before, BpmnModel after, BpmnSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        options ??= new BpmnSvgOptions();
        var old = before.Find() ?? throw new ArgumentException("The model holds no process.", nameof(before));
        var next = after.Find(options.ProcessId) ?? throw new ArgumentException("The model holds no process.", nameof(after));
        var compared = Compare(old, next);
        var (was, becomes) = (compared.Before, compared.After);
        var first = Heading(PictureWords.Before(options.Language), was, options.Language);
        var second = Heading(PictureWords.After(options.Language), becomes, options.Language);
        return SvgPage.Both(before, after, options, first, second, PictureWords.Title(next, options), options.Description ?? first + " — " + second, (compared.MarksBefore, compared.MarksAfter));
    }

    private static string Heading(string when, BpmnMeasures m, string language) => PictureWords.IsArabic(language)
        ? string.Create(CultureInfo.InvariantCulture, $"{when}: الخطوات {m.Steps}، زيارات المراجع {m.Visits}، الوثائق {m.Papers}، دقائق العمل {m.Minutes:0.##}، الكلفة {m.Cost:0.000} د.أ")
        : string.Create(CultureInfo.InvariantCulture, $"{when}: {m.Steps} steps, {m.Visits} visits, {m.Papers} documents, {m.Minutes:0.##} working minutes, cost JOD {m.Cost:0.000}");

    private static BpmnMeasures Of(BpmnProcess process, List<BpmnFault> faults)
    {
        ArgumentNullException.ThrowIfNull(process);
        var steps = process.Everything.Where(n => n is Activity and not SubProcess { Scope.Nodes.Length: > 0 }).ToArray();
        return new(
            steps.Length,
            steps.Count(n => n.Kind is BpmnNodeKind.UserTask or BpmnNodeKind.ManualTask or BpmnNodeKind.Task),
            steps.Count(n => n.Kind == BpmnNodeKind.UserTask),
            steps.Count(n => n.Kind is BpmnNodeKind.ServiceTask or BpmnNodeKind.BusinessRuleTask or BpmnNodeKind.ScriptTask or BpmnNodeKind.SendTask),
            process.Everything.Count(n => n.Kind is BpmnNodeKind.ExclusiveGateway or BpmnNodeKind.InclusiveGateway && n.Out.Length > 1),
            Sum(process, "minutes", "15", faults),
            (int)Sum(process, "visits", "1", faults, whole: true),
            (int)Sum(process, "papers", "2", faults, whole: true),
            Sum(process, "cost", "1.500", faults));
    }

    private static decimal Sum(BpmnProcess process, string name, string example, List<BpmnFault> faults, bool whole = false)
    {
        var sum = 0m;
        foreach (var node in process.Everything)
        {
            if (node.GetExtension(BpmnNames.Diwan, name) is not { } text)
                continue;
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && value <= 1_000_000 && (!whole || value == decimal.Truncate(value)))
                sum += value;
            else
                faults.Add(BpmnFault.Of(NoNumber, node, ProcessReader.Named(node), name, text, example));
        }

        return sum;
    }
}
