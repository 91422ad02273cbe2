using System.Collections.Concurrent;
using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Examples;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Programme.Gates;

/// <summary>What a probe found: met or not, and what shows it.</summary>
internal sealed record Probed(bool Met, LocalizedText Evidence);

/// <summary>What the platform can tell of a definition alone. A definition never changes, so each is judged once.</summary>
public sealed class DefinitionProbes(Catalogue catalogue)
{
    private readonly ConcurrentDictionary<(ServiceDefinition Service, GateProbe Probe), Probed> _found = new();

    internal Probed Run(GateProbe probe, ServiceDefinition service) => _found.GetOrAdd((service, probe), _ => probe switch
    {
        GateProbe.NothingAssumed => Assumed(service),
        GateProbe.ExamplesPass => Examples(service),
        GateProbe.CheaperOnline => Cheaper(service),
        GateProbe.MessagesWritten => Messages(service),
        GateProbe.PromiseWithinLaw => Promise(service),
        GateProbe.PrivacyStated => Privacy(service),
        GateProbe.ProcessImproved => Process(service),
        GateProbe.CentreAnswers => Centre(service),
        _ => throw new ArgumentOutOfRangeException(nameof(probe), probe, null),
    });

    private static Probed Assumed(ServiceDefinition service) => service.Assumed.Count == 0
        ? new(true, new("لا افتراض في التعريف.", "The definition assumes nothing."))
        : new(false, new(
            $"افتراضات معلنة: {service.Assumed.Count} ({string.Join("، ", service.Assumed.Select(a => a.Id))}).",
            $"Declared assumptions: {service.Assumed.Count} ({string.Join(", ", service.Assumed.Select(a => a.Id))})."));

    private Probed Examples(ServiceDefinition service)
    {
        var wrong = service.Examples.Where(e => !ExampleRunner.Run(service, e, catalogue.Calendar).Holds).Select(e => e.Name).ToList();
        return wrong.Count == 0 && service.Examples.Count > 0
            ? new(true, new($"صحّت الأمثلة كلها، وعددها {service.Examples.Count}.", $"All examples came out: {service.Examples.Count}."))
            : new(false, new($"أمثلة لا تصحّ: {string.Join("، ", wrong)}.", $"Examples that do not come out: {string.Join(", ", wrong)}."));
    }

    private Probed Cheaper(ServiceDefinition service)
    {
        var compared = 0;
        Money? least = null;
        foreach (var example in service.Examples)
        {
            // Only what could be submitted has a price.
            if (ExampleRunner.Run(service, example, catalogue.Calendar) is not { State: not null } run)
            {
                continue;
            }

            var comparison = RuleBook.CompareAll(service, run.Context, catalogue.Commissions);
            if (comparison.All.All(c => c.Statement.Lines.Count == 0))
            {
                continue;
            }

            compared++;
            if (comparison.NotCheaper.FirstOrDefault() is { } dear)
            {
                return new(false, new(
                    $"المثال «{example.Name}»: {dear.ForService} على {dear.Channel.Code()} مقابل {comparison.Counter.ForService} عند الشباك.",
                    $"Example \"{example.Name}\": {dear.ForService} on {dear.Channel.Code()} against {comparison.Counter.ForService} at the counter."));
            }

            var spared = comparison.Electronic.Min(e => comparison.Counter.ForService - e.ForService);
            least = least is { } l && l < spared ? l : spared;
        }

        return least is { } difference
            ? new(true, new(
                $"أرخص إلكترونياً في {compared} من الأمثلة المسعّرة كلها، وأقل فرق {difference.ToString(Language.Arabic)}.",
                $"Cheaper online at all {compared} priced examples; the least difference is {difference.ToString(Language.English)}."))
            : new(false, new("لا مثال مسعّر يمكن مقارنته.", "No priced example to compare."));
    }

    private static Probed Messages(ServiceDefinition service)
    {
        var count = service.Texts.Keys.Count(k => k.StartsWith("message.", StringComparison.Ordinal));
        return count > 0
            ? new(true, new($"رسائل مكتوبة باللغتين: {count}.", $"Messages written in both languages: {count}."))
            : new(false, new("لا رسائل في التعريف.", "The definition has no messages."));
    }

    private static Probed Promise(ServiceDefinition service) => service.Promise switch
    {
        { LegalMaximumDays: { } most, WorkingDays: var days } when days > most =>
            new(false, new($"الوعد {days} أيام عمل والحد القانوني {most}.", $"Promised: {days} working days; the law allows {most}.")),
        { LegalMaximumDays: { } most, WorkingDays: var days } =>
            new(true, new($"الوعد {days} أيام عمل ضمن الحد القانوني {most}.", $"Promised: {days} working days, within the {most} the law allows.")),
        { WorkingDays: var days } =>
            new(true, new($"الوعد {days} أيام عمل. لم يُعثر على حد قانوني.", $"Promised: {days} working days. No legal maximum was found.")),
    };

    private static Probed Privacy(ServiceDefinition service)
    {
        var silent = service.Registers.Where(r => !service.Texts.Contains(r.PurposeKey)).Select(r => r.Id).ToList();
        return silent.Count == 0 && service.RetentionYears > 0
            ? new(true, new(
                $"الحفظ {service.RetentionYears} سنوات، ولكل سجل غرض مكتوب ({service.Registers.Count}).",
                $"Kept for {service.RetentionYears} years; each register asked has a written purpose ({service.Registers.Count})."))
            : new(false, new($"سجلات بلا غرض مكتوب: {string.Join("، ", silent)}.", $"Registers without a written purpose: {string.Join(", ", silent)}."));
    }

    private Probed Centre(ServiceDefinition service)
    {
        var (centre, answers) = (catalogue.Centre, catalogue.Centre.Of(service.Id).Count);
        var missing = centre.Unanswered(service.Id);
        var unscripted = Enum.GetValues<ScriptOccasion>().Where(o => centre.Scripts.All(s => s.Occasion != o)).ToList();
        return centre.Topics.Count == 0 ? new(false, new("لا موضوعات لمركز الاتصال في services/centre.", "services/centre names no topics for the contact centre."))
            : missing.Count > 0 ? new(false, new(
                $"موضوعات بلا جواب: {string.Join("، ", missing.Select(t => t.Name.Ar))}.", $"Topics without an answer: {string.Join(", ", missing.Select(t => t.Name.En))}."))
            : unscripted.Count > 0 ? new(false, new("لا نص لكل أنواع الأعطال.", "Not every kind of outage has a script."))
            : new(true, new(
                $"إجابات {answers} عن كل الموضوعات ({centre.Topics.Count})، ونصوص للأعطال {centre.Scripts.Count}.",
                $"Answers: {answers}, on all topics ({centre.Topics.Count}); scripts for outages: {centre.Scripts.Count}."));
    }

    private static Probed Process(ServiceDefinition service)
    {
        var (before, after) = (BpmnComparison.Measure(service.Before), BpmnComparison.Measure(service.Process));
        var evidence = new LocalizedText(
            $"الزيارات {before.Visits} ثم {after.Visits}، الأوراق {before.Papers} ثم {after.Papers}، خطوات الناس {before.PeopleSteps} ثم {after.PeopleSteps}.",
            $"Visits {before.Visits}, then {after.Visits}; papers {before.Papers}, then {after.Papers}; steps done by people {before.PeopleSteps}, then {after.PeopleSteps}.");
        return new(after.Visits < before.Visits && after.Papers <= before.Papers, evidence);
    }
}
