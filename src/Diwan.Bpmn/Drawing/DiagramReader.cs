using System.Globalization;
using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Reads diagram interchange: the plane that shows most of a process.</summary>
internal static class DiagramReader
{
    private static readonly XNamespace Bioc = "http://bpmn.io/schema/bpmn/biocolor/1.0";
    private static readonly XNamespace Color = "http://www.omg.org/spec/BPMN/non-normative/color/1.0";

    // Farther from its shape a label names something else.
    private const double FarthestLabel = 200;

    /// <summary>
    /// Null when no plane places every node of the top level. A node without any flow need not be placed:
    /// editors leave such remains behind, deleted from the picture but not from the file.
    /// </summary>
    internal static Diagram? Read(XDocument document, BpmnProcess process)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var e in document.Root!.Descendants().Where(e => e.Name.Namespace == BpmnNames.M))
        {
            if ((string?)e.Attribute("id") is { } id)
                ids.TryAdd(id, id);
        }

        Diagram? best = null;
        var most = 0;
        foreach (var plane in document.Root.Elements(BpmnNames.Di + "BPMNDiagram").Elements(BpmnNames.Di + "BPMNPlane"))
        {
            var diagram = Plane(plane, ids);
            var placed = diagram.Shapes.Select(s => s.ElementId).ToHashSet(StringComparer.Ordinal);
            var count = process.Everything.Count(n => placed.Contains(n.Id));
            if (count > most && process.Scope.Nodes.All(n => placed.Contains(n.Id) || (n.Incoming.Count == 0 && n.Outgoing.Count == 0)))
                (best, most) = (diagram, count);
        }

        if (best is not null)
            EdgeEnds.BringOut(best, process);
        return best;
    }

    private static Diagram Plane(XElement plane, Dictionary<string, string> ids)
    {
        var diagram = new Diagram();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var e in plane.Elements())
        {
            if (BpmnXml.Resolve(ids, (string?)e.Attribute("bpmnElement")) is not { } id || !seen.Add(id))
                continue;
            var label = Bounds(e.Element(BpmnNames.Di + "BPMNLabel"));
            var stroke = Hex(e.Attribute(Color + "border-color") ?? e.Attribute(Bioc + "stroke"));
            if (e.Name == BpmnNames.Di + "BPMNShape" && Bounds(e) is { } box)
            {
                diagram.Shapes.Add(new(id, box, (string?)e.Attribute("isExpanded") is not ("false" or "0"),
                    (string?)e.Attribute("isHorizontal") is not ("false" or "0"), Near(label, box),
                    Hex(e.Attribute(Color + "background-color") ?? e.Attribute(Bioc + "fill")), stroke));
            }
            else if (e.Name == BpmnNames.Di + "BPMNEdge")
            {
                var points = e.Elements(BpmnNames.Dd + "waypoint").Select(p => (X: Number(p, "x"), Y: Number(p, "y"))).ToArray();
                if (points.Length >= 2 && points.All(p => p.X is not null && p.Y is not null))
                    diagram.Edges.Add(new(id, [.. points.Select(p => new Spot(p.X!.Value, p.Y!.Value))], label, stroke));
            }
        }

        return diagram;
    }

    // Some editors count a label's place from its shape instead of from the page: such a label would lie at the page's corner.
    private static Box? Near(Box? label, Box box)
    {
        if (label is not { } l)
            return null;
        var counted = l.X == 0 && l.Y == 0 && l.W == box.W && l.H == box.H && l != box;
        var apart = Math.Max(Math.Max(box.X - l.Right, l.X - box.Right), Math.Max(box.Y - l.Bottom, l.Y - box.Bottom));
        return counted || apart > FarthestLabel ? null : label;
    }

    private static Box? Bounds(XElement? e)
    {
        if (e?.Element(BpmnNames.Dc + "Bounds") is not { } b)
            return null;
        return (Number(b, "x"), Number(b, "y"), Number(b, "width"), Number(b, "height")) is ({ } x, { } y, { } w, { } h) && w > 0 && h > 0
            ? new(x, y, w, h) : null;
    }

    // A million is beyond any drawing; more would only serve to upset a renderer.
    private static double? Number(XElement e, string name) =>
        double.TryParse((string?)e.Attribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1_000_000
            ? value : null;

    private static string? Hex(XAttribute? attribute)
    {
        var text = attribute?.Value.Trim();
        return text is { Length: 4 or 7 } && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit) ? text : null;
    }
}
