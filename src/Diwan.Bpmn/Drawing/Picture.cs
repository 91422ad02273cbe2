using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Draws one diagram.</summary>
internal sealed class Picture
{
    private const string Ink = "#1d2433";
    private const string Accent = "#0b5cad";
    private readonly BpmnSvgOptions _options;
    private readonly Diagram _diagram;
    private readonly BpmnProcess _process;
    private readonly Dictionary<string, FlowNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SequenceFlow> _flows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> _elements = new(StringComparer.Ordinal);
    private readonly HashSet<string> _current;
    private readonly HashSet<string> _passed;
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Spot>[] _bridges;

    internal Picture(BpmnModel model, BpmnProcess process, BpmnSvgOptions options)
    {
        _options = options;
        _process = process;
        foreach (var node in model.Processes.SelectMany(p => p.Everything))
            _nodes.TryAdd(node.Id, node);
        foreach (var flow in model.Processes.SelectMany(p => p.EveryFlow))
            _flows.TryAdd(flow.Id, flow);
        foreach (var e in model.Document.Root!.Descendants().Where(e => e.Name.Namespace == BpmnNames.M))
        {
            if ((string?)e.Attribute("id") is { } id)
                _elements.TryAdd(id, e);
        }

        var diagram = options.IgnorePositions ? null : DiagramReader.Read(model.Document, process);
        diagram ??= AutoLayout.Of(process);
        Connect(diagram, process);
        var concealed = new Concealed(process, options.Hidden);
        _hidden.UnionWith(concealed.Ids(process, _elements));
        diagram.Shapes.RemoveAll(s => _hidden.Contains(s.ElementId));
        diagram.Edges.RemoveAll(e => _hidden.Contains(e.ElementId));
        _diagram = options.RightToLeft ? diagram.Mirrored() : diagram;
        _bridges = [.. concealed.Lines(_diagram)];
        _current = new(options.Current, StringComparer.Ordinal);
        _current.UnionWith(options.State?.Tokens.Select(t => t.Node) ?? []);
        _passed = new(options.Passed, StringComparer.Ordinal);
        foreach (var shape in _diagram.Shapes.Where(s => !s.IsExpanded))
        {
            if (_nodes.GetValueOrDefault(shape.ElementId) is SubProcess sub)
                Hide(sub);
        }
    }

    /// <summary>Width and height of what <see cref="Draw"/> writes.</summary>
    internal (double Width, double Height) Size()
    {
        var bounds = _diagram.Bounds();
        return (bounds.W + 80, bounds.H + 90);
    }

    internal static string Prefix(BpmnSvgOptions options)
    {
        var clean = new string([.. options.IdPrefix.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
        return clean.Length == 0 || !char.IsAsciiLetter(clean[0]) ? "bpmn" + clean : clean;
    }

    internal void Draw(SvgText svg)
    {
        var bounds = _diagram.Bounds();
        svg.Open("g", ("transform", $"translate({SvgText.N(40 - bounds.X)} {SvgText.N(40 - bounds.Y)})"), ("font-family", "system-ui, 'Noto Sans Arabic', 'Noto Naskh Arabic', Tahoma, sans-serif"));
        // Containers first, largest first, then the flows, then what stands on them.
        var containers = _diagram.Shapes.Where(IsContainer).OrderByDescending(s => s.Box.W * s.Box.H).ToArray();
        foreach (var shape in containers)
            DrawShape(svg, shape);
        foreach (var edge in _diagram.Edges)
            DrawEdge(svg, edge);
        foreach (var line in _bridges)
        {
            svg.Open("g", ("class", "bpmn-edge bpmn-past"));
            svg.Leaf("path", ("d", Line(line)), ("fill", "none"), ("stroke", Ink), ("stroke-width", 1.5), ("stroke-linecap", "round"), ("stroke-linejoin", "round"), ("marker-end", $"url(#{Prefix(_options)}-arrow)"));
            svg.Close();
        }

        foreach (var shape in _diagram.Shapes.Except(containers).OrderBy(s => _nodes.GetValueOrDefault(s.ElementId) is BoundaryEvent))
            DrawShape(svg, shape);
        svg.Close();
    }

    /// <summary>A line for every flow whose ends are drawn but which has no edge of its own.</summary>
    private static void Connect(Diagram diagram, BpmnProcess process)
    {
        var drawn = diagram.Edges.Select(e => e.ElementId).ToHashSet(StringComparer.Ordinal);
        var boxes = diagram.Shapes.DistinctBy(s => s.ElementId, StringComparer.Ordinal).ToDictionary(s => s.ElementId, s => s.Box, StringComparer.Ordinal);
        foreach (var flow in process.EveryFlow)
        {
            if (drawn.Contains(flow.Id) || !boxes.TryGetValue(flow.Source.Id, out var from) || !boxes.TryGetValue(flow.Target.Id, out var to))
                continue;
            var forward = to.MidX >= from.MidX;
            diagram.Edges.Add(new(flow.Id, [new(forward ? from.Right : from.X, from.MidY), new(forward ? to.X : to.Right, to.MidY)]));
        }
    }

    private void Hide(SubProcess sub)
    {
        foreach (var node in sub.Nodes)
        {
            _hidden.Add(node.Id);
            if (node is SubProcess inner)
                Hide(inner);
        }

        _hidden.UnionWith(sub.Flows.Select(f => f.Id));
    }

    private bool IsContainer(Shape shape) =>
        Kind(shape.ElementId) is "participant" or "lane" or "group" || (shape.IsExpanded && _nodes.GetValueOrDefault(shape.ElementId) is SubProcess);

    private string? Kind(string id) => _elements.GetValueOrDefault(id)?.Name.LocalName;

    private string? NameOf(string id) => _nodes.TryGetValue(id, out var node) ? _options.Label?.Invoke(node) ?? node.Name
        : _flows.TryGetValue(id, out var flow) ? _options.FlowLabel?.Invoke(flow) ?? flow.Name
        : BpmnXml.CleanName((string?)_elements.GetValueOrDefault(id)?.Attribute("name"));

    private void DrawShape(SvgText svg, Shape shape)
    {
        if (_hidden.Contains(shape.ElementId))
            return;
        var kind = Kind(shape.ElementId);
        if (kind is null)
            return;
        if (!_nodes.TryGetValue(shape.ElementId, out var node))
        {
            svg.Open("g", ("class", "bpmn-" + kind));
            Artifacts.Draw(svg, kind, shape, NameOf(shape.ElementId), BpmnXml.CleanName(_elements[shape.ElementId].Element(BpmnNames.M + "text")?.Value), _options.RightToLeft, Ink);
            svg.Close();
            return;
        }

        var (here, passed) = (_current.Contains(node.Id), _passed.Contains(node.Id));
        var change = _options.Changes.GetValueOrDefault(node.Id);
        svg.Open("g", ("class", $"bpmn-node bpmn-{kind}{(here ? " is-current" : "")}{(passed ? " is-passed" : "")}{(change == BpmnChangeKind.Same ? "" : " is-" + change.ToString().ToLowerInvariant())}"), ("data-node", node.Id));
        var title = PictureWords.Change(_options.Language, change, NameOf(node.Id) ?? node.Id);
        if (here)
            title = PictureWords.Here(_options.Language, title);
        if (_options.Notes.TryGetValue(node.Id, out var note))
            title += " (" + note + ")";
        svg.Worded("title", title);
        var ink = here ? Accent : shape.Stroke ?? Ink;
        var fill = shape.Fill ?? change switch
        {
            BpmnChangeKind.Added => "#e3f1e6",
            BpmnChangeKind.Removed => "#f9e4e1",
            BpmnChangeKind.Changed => "#fdf3d3",
            _ => passed ? "#e6f0e9" : "#ffffff",
        };
        NodeShapes.Draw(svg, node, shape, ink, fill, here, _options.RightToLeft);
        DrawLabel(svg, node, shape);
        if (note is not null)
            DrawNote(svg, shape.Box, note);
        if (here)
            DrawHere(svg, shape.Box, note is null ? 4 : 14);
        if (change != BpmnChangeKind.Same)
            DrawChange(svg, shape.Box, change);
        svg.Close();
    }

    private void DrawLabel(SvgText svg, FlowNode node, Shape shape)
    {
        if (NameOf(node.Id) is not { } name)
            return;
        var box = shape.Box;
        if (node is SubProcess && shape.IsExpanded)
        {
            var rtl = Lettering.IsRightToLeft(name);
            // With text-anchor start an RTL text begins at its right end.
            svg.Lines(Lettering.Lines(name, box.W - 20, 1), rtl ? box.Right - 10 : box.X + 10, box.Y + 18, anchor: "start", rightToLeft: rtl);
        }
        else if (node is Activity)
        {
            // The sign of the kind of task keeps the upper corner to itself.
            var head = node.Kind is BpmnNodeKind.Task or BpmnNodeKind.SubProcess or BpmnNodeKind.CallActivity ? 0 : 16;
            var lines = Lettering.Lines(name, box.W - 14, Math.Max(1, (int)((box.H - 12 - head) / 14.4)));
            svg.Lines(lines, box.MidX, box.MidY + (head / 2d) - ((lines.Count - 1) * 7.2) + 4);
        }
        else if (node is BoundaryEvent && shape.LabelBox is null)
        {
            var lines = Lettering.Lines(name, 80, 2);
            var rtl = Lettering.IsRightToLeft(name);
            // Beside the event, away from the flow that leaves it below.
            svg.Lines(lines, _options.RightToLeft ? box.Right + 2 : box.X - 2, box.Bottom + 8, 11, _options.RightToLeft == rtl ? "end" : "start", rightToLeft: rtl);
        }
        else
        {
            var place = shape.LabelBox;
            var width = Math.Max(place?.W ?? 0, 100);
            var lines = Lettering.Lines(name, width, 4);
            svg.Lines(lines, place?.MidX ?? box.MidX, (place?.Y ?? box.Bottom + 4) + 12, 11);
        }
    }

    private static void DrawNote(SvgText svg, Box box, string note)
    {
        var width = Lettering.Width(note, 11) + 14;
        var y = box.Y - 12;
        svg.Leaf("rect", ("class", "bpmn-note"), ("x", box.MidX - (width / 2)), ("y", y), ("width", width), ("height", 18), ("rx", 9), ("fill", "#fff4d6"), ("stroke", "#8a6d1d"), ("stroke-width", 1));
        svg.Lines([note], box.MidX, y + 13, 11, classes: "bpmn-note-text");
    }

    /// <summary>A pointer above the node: the position must not be told by colour alone.</summary>
    private static void DrawHere(SvgText svg, Box box, double above) =>
        svg.Path($"M{Icons.P(box.MidX - 9, box.Y - above - 14)} h18 l-9,14 z", Accent, Accent, 1, classes: "bpmn-here");

    /// <summary>A sign on the corner where the picture begins: plus, minus or a wave.</summary>
    private void DrawChange(SvgText svg, Box box, BpmnChangeKind change)
    {
        var (x, y) = (_options.RightToLeft ? box.Right : box.X, box.Y);
        svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 10d), ("fill", "#ffffff"), ("stroke", Ink), ("stroke-width", 1.5));
        svg.Path(change switch
        {
            BpmnChangeKind.Added => $"M{Icons.P(x - 5, y)} h10 M{Icons.P(x, y - 5)} v10",
            BpmnChangeKind.Removed => $"M{Icons.P(x - 5, y)} h10",
            _ => $"M{Icons.P(x - 6, y + 1)} q3,-6 6,0 q3,6 6,0",
        }, "none", Ink, 2.2, classes: "bpmn-change");
    }

    private void DrawEdge(SvgText svg, Edge edge)
    {
        if (_hidden.Contains(edge.ElementId) || Kind(edge.ElementId) is not { } kind)
            return;
        var flow = _flows.GetValueOrDefault(edge.ElementId);
        var passed = flow is not null && _passed.Contains(flow.Source.Id) && (_passed.Contains(flow.Target.Id) || _current.Contains(flow.Target.Id));
        var stroke = edge.Stroke ?? Ink;
        var prefix = Prefix(_options);
        var d = Line(edge.Points);
        svg.Open("g", ("class", $"bpmn-edge bpmn-{kind}{(passed ? " is-passed" : "")}"), ("data-flow", flow?.Id));
        var line = kind switch
        {
            "sequenceFlow" => (Dash: null, End: "arrow", Start: Conditional(flow) ? "condition" : null),
            "messageFlow" => (Dash: "8 5", End: "open", Start: "dot"),
            "association" => (Dash: "1 4", End: Direction(edge.ElementId), Start: null),
            _ => (Dash: "1 4", End: "open", Start: (string?)null),
        };
        svg.Leaf("path", ("d", d), ("fill", "none"), ("stroke", stroke), ("stroke-width", passed ? 2.6 : 1.5), ("stroke-dasharray", line.Dash), ("stroke-linecap", "round"), ("stroke-linejoin", "round"),
            ("marker-end", line.End is null ? null : $"url(#{prefix}-{line.End})"), ("marker-start", line.Start is null ? null : $"url(#{prefix}-{line.Start})"));
        if (flow is { IsDefault: true })
            DrawSlash(svg, edge.Points, stroke);
        if (NameOf(edge.ElementId) is { } name)
        {
            var lines = Lettering.Lines(name, Math.Max(edge.LabelBox?.W ?? 0, 90), 3);
            var (middle, upright) = Artifacts.Middle(edge.Points);
            if (edge.LabelBox is { } box)
                svg.Lines(lines, box.MidX, box.Y + 11, 11);
            else if (upright)
                svg.Lines(lines, middle.X + (_options.RightToLeft ? -6 : 6), middle.Y, 11, _options.RightToLeft == Lettering.IsRightToLeft(name) ? "start" : "end");
            else
                svg.Lines(lines, middle.X, middle.Y - 6 - ((lines.Count - 1) * 13.2), 11);
        }

        svg.Close();
    }

    private static string Line(IReadOnlyList<Spot> points) => string.Concat(points.Select((p, i) => (i == 0 ? "M" : " L") + Icons.P(p.X, p.Y)));

    private string? Direction(string id) => (string?)_elements[id].Attribute("associationDirection") is "One" or "Both" ? "open" : null;

    private static bool Conditional(SequenceFlow? flow) => flow is { Condition: not null, Source: Activity };

    private static void DrawSlash(SvgText svg, IReadOnlyList<Spot> points, string stroke)
    {
        var (a, b) = (points[0], points[1]);
        var length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
        if (length < 1)
            return;
        var (dx, dy) = ((b.X - a.X) / length, (b.Y - a.Y) / length);
        var (x, y) = (a.X + (dx * Math.Min(12, length / 2)), a.Y + (dy * Math.Min(12, length / 2)));
        svg.Path($"M{Icons.P(x - (4 * dx) - (5 * dy), y - (4 * dy) + (5 * dx))} L{Icons.P(x + (4 * dx) + (5 * dy), y + (4 * dy) - (5 * dx))}", "none", stroke);
    }

    /// <summary>The picture in words, for those who do not see it.</summary>
    internal string InWords() => PictureWords.Describe(_process, _options, n => PictureWords.Change(_options.Language, _options.Changes.GetValueOrDefault(n.Id), NameOf(n.Id) ?? n.Id), _current, _hidden);
}
