using Diwan.Bpmn;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Html;

namespace Diwan.Web.Pages.Portal;

/// <summary>The way of a case as a picture, and in words for those who do not see it.</summary>
public sealed record WayView(IHtmlContent Picture, TableModel Steps);

/// <summary>Processes as pictures of the pages: from right to left in Arabic, labels in the reader's language.</summary>
public sealed class ProcessDrawing(Text text)
{
    private bool Arabic => text.Language == Language.Arabic;

    /// <summary>The label is in Arabic; the documentation of the node says it in English.</summary>
    public string? Label(FlowNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Arabic ? node.Name : node.Documentation ?? node.Name;
    }

    public BpmnSvgOptions Options(ServiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new BpmnSvgOptions
        {
            RightToLeft = Arabic,
            Language = text.LanguageCode,
            Title = definition.Name.In(text.Language),
            Label = Label,
            FlowLabel = flow => Arabic ? flow.Name : flow.Name is null ? null : flow.Documentation,
        };
    }

    /// <summary>Where a case stands and how long it took at each step; null when it has not come to any.</summary>
    public WayView? Draw(ServiceDefinition definition, CaseWay way)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(way);
        if (way.Steps.Count == 0)
        {
            return null;
        }

        // A passage takes no time; what is shorter than a minute is not worth a note.
        bool Told(WayStep step) => definition.Process.Find(step.NodeId) is Activity && step.Spent >= TimeSpan.FromMinutes(1);
        var svg = definition.ProcessModel.ToSvg(Options(definition) with
        {
            Hidden = way.Hidden,
            Current = [.. way.Steps.Where(s => s.IsCurrent).Select(s => s.NodeId)],
            Passed = [.. way.Steps.Where(s => !s.IsCurrent).Select(s => s.NodeId)],
            Notes = way.Steps.Where(Told).ToDictionary(s => s.NodeId, s => text.Duration(s.Spent).ToString(), StringComparer.Ordinal),
            IdPrefix = "way",
        });
        return new WayView(
            new HtmlString(svg),
            new TableModel(
                text["way.table"],
                [new(text["way.step"]), new(text["way.from"]), new(text["way.spent"])],
                [
                    .. way.Steps.Select(s => (IReadOnlyList<object?>)
                    [
                        Named(definition.Process.Find(s.NodeId)!, s.IsCurrent),
                        text.DateTime(s.From),
                        Told(s) ? text.Duration(s.Spent) : (string)text[s.IsCurrent ? "process.none" : "way.moment"],
                    ]),
                ]));
    }

    private object Named(FlowNode node, bool current)
    {
        var label = Label(node) ?? node.Id;
        return current ? text["way.here", label] : label;
    }
}
