namespace Diwan.Bpmn;

/// <summary>
/// Positions for a process that has none: columns from left to right in the order of the flow,
/// a row for each branch, flows back underneath. Plain, and without crossing a node.
/// </summary>
internal sealed class AutoLayout
{
    private const double Gap = 60;
    private const double RowGap = 50;
    private const double TaskWidth = 120;
    private const double TaskHeight = 80;
    private readonly Diagram _diagram = new();
    private readonly Dictionary<FlowNode, Box> _boxes = [];
    private readonly Dictionary<SubProcess, Box> _inside;

    private AutoLayout(Dictionary<SubProcess, Box> inside) => _inside = inside;

    internal static Diagram Of(BpmnProcess process)
    {
        var layout = new AutoLayout([]);
        layout.Place(process.Scope, 0, 0);
        return layout._diagram;
    }

    /// <summary>Places one scope with its top left corner there, and gives the room it takes.</summary>
    private Box Place(FlowScope scope, double left, double top)
    {
        var nodes = scope.Nodes.Where(n => n is not BoundaryEvent).ToArray();
        var column = Columns(scope, nodes);
        var row = Rows(nodes, column);
        var sizes = nodes.ToDictionary(n => n, Size);
        var columns = nodes.Length == 0 ? 0 : column.Values.Max() + 1;
        var rows = nodes.Length == 0 ? 0 : row.Values.Max() + 1;
        var x = new double[columns + 1];
        x[0] = left;
        var widths = nodes.GroupBy(n => column[n]).ToDictionary(g => g.Key, g => g.Max(n => sizes[n].W));
        for (var c = 0; c < columns; c++)
            x[c + 1] = x[c] + widths.GetValueOrDefault(c) + Gap;
        var y = new double[rows + 1];
        y[0] = top;
        var heights = nodes.GroupBy(n => row[n]).ToDictionary(g => g.Key, g => g.Max(n => sizes[n].H));
        for (var r = 0; r < rows; r++)
            y[r + 1] = y[r] + heights.GetValueOrDefault(r) + RowGap;
        foreach (var node in nodes)
        {
            var (w, h) = sizes[node];
            var box = new Box(x[column[node]] + ((x[column[node] + 1] - Gap - x[column[node]] - w) / 2), y[row[node]] + ((y[row[node] + 1] - RowGap - y[row[node]] - h) / 2), w, h);
            Draw(node, box);
            if (node is SubProcess sub && sub.Scope.Nodes.Length > 0)
                Place(sub.Scope, box.X + 30, box.Y + 40);
            if (node is Activity activity)
                PlaceBoundaries(activity, box);
        }

        var lanes = new Lanes(x, y, column, row, nodes.GroupBy(n => row[n]).ToDictionary(g => g.Key, g => g.Select(n => column[n]).Order().ToArray()));
        var under = y[rows] - RowGap + 24;
        // Boundary events on nothing that has a border: in a row of their own; their flows are straight lines.
        var loose = scope.Nodes.Where(n => n is BoundaryEvent && !_boxes.ContainsKey(n)).ToArray();
        for (var i = 0; i < loose.Length; i++)
            Draw(loose[i], new(left + (i * (36 + Gap)), under, 36, 36));
        if (loose.Length > 0)
            under += 36 + RowGap;
        foreach (var flow in scope.Flows)
        {
            if (column.ContainsKey(flow.Target) && column.ContainsKey(Home(flow)))
                Route(flow, lanes, ref under);
        }

        return new(left, top, Math.Max(0, x[columns] - Gap - left), Math.Max(0, under - top));
    }

    private sealed record Lanes(double[] X, double[] Y, Dictionary<FlowNode, int> Column, Dictionary<FlowNode, int> Row, Dictionary<int, int[]> Filled);

    private static FlowNode Home(SequenceFlow flow) => flow.Source is BoundaryEvent { AttachedTo: { } host } ? host : flow.Source;

    private void PlaceBoundaries(Activity activity, Box box)
    {
        for (var i = 0; i < activity.Boundaries.Length; i++)
            Draw(activity.Boundaries[i], new(box.Right - 50 - (i * 46), box.Bottom - 18, 36, 36));
    }

    private void Draw(FlowNode node, Box box)
    {
        _boxes[node] = box;
        _diagram.Shapes.Add(new(node.Id, box));
    }

    private (double W, double H) Size(FlowNode node)
    {
        switch (node)
        {
            case SubProcess sub when sub.Scope.Nodes.Length > 0:
                // Measured once by laying it out, then laid out again in its place.
                if (!_inside.TryGetValue(sub, out var inside))
                    _inside.Add(sub, inside = new AutoLayout(_inside).Place(sub.Scope, 0, 0));
                return (inside.W + 60, inside.H + 70);
            case Activity:
                return (TaskWidth, TaskHeight);
            case Gateway:
                return (50, 50);
            default:
                return (36, 36);
        }
    }

    private static Dictionary<FlowNode, int> Columns(FlowScope scope, FlowNode[] nodes)
    {
        // A flow that leads back to where the search came from does not count for the order.
        var back = new HashSet<SequenceFlow>();
        var state = new Dictionary<FlowNode, int>();
        var order = new List<FlowNode>();
        foreach (var node in nodes.OrderBy(n => n.In.Length > 0).ThenBy(n => n is not StartEvent))
            Visit(node);
        order.Reverse();
        var column = nodes.ToDictionary(n => n, _ => 0);
        foreach (var node in order)
        {
            foreach (var flow in Onward(node))
            {
                if (!back.Contains(flow) && column.TryGetValue(flow.Target, out var at))
                    column[flow.Target] = Math.Max(at, column[node] + 1);
            }
        }

        return column;

        void Visit(FlowNode first)
        {
            if (!state.TryAdd(first, 1))
                return;
            var stack = new Stack<(FlowNode Node, IEnumerator<SequenceFlow> Flows)>();
            stack.Push((first, Onward(first).GetEnumerator()));
            while (stack.Count > 0)
            {
                var (node, flows) = stack.Peek();
                if (!flows.MoveNext())
                {
                    state[node] = 2;
                    order.Add(node);
                    stack.Pop();
                    continue;
                }

                var target = flows.Current.Target;
                if (state.TryAdd(target, 1))
                    stack.Push((target, Onward(target).GetEnumerator()));
                else if (state[target] == 1)
                    back.Add(flows.Current);
            }
        }
    }

    private static IEnumerable<SequenceFlow> Onward(FlowNode node) =>
        (node is Activity activity ? node.Out.Concat(activity.Boundaries.SelectMany(b => b.Out)) : node.Out).Where(f => f.Target is not BoundaryEvent);

    private static Dictionary<FlowNode, int> Rows(FlowNode[] nodes, Dictionary<FlowNode, int> column)
    {
        var row = new Dictionary<FlowNode, int>();
        var taken = new HashSet<(int Column, int Row)>();
        var lowest = new Dictionary<int, int>();
        foreach (var node in nodes.OrderBy(n => column[n]))
            Put(node, row.GetValueOrDefault(node, 0));
        return row;

        void Put(FlowNode node, int wish)
        {
            if (!row.ContainsKey(node))
            {
                var before = node.In.Select(f => f.Source is BoundaryEvent { AttachedTo: { } host } ? host : f.Source).Where(row.ContainsKey).ToArray();
                // A join stands on the row of its topmost branch; a branch off a border goes below.
                if (before.Length > 0)
                    wish = before.Min(b => row[b]) + (node.In.All(f => f.Source is BoundaryEvent) ? 1 : 0);
                // A near gap is taken; beyond that the next row below all, lest a thousand nodes in one column take a million looks.
                for (var tries = 0; !taken.Add((column[node], wish)); tries++)
                    wish = tries < 50 ? wish + 1 : lowest[column[node]] + 1;
                row[node] = wish;
                lowest[column[node]] = Math.Max(wish, lowest.GetValueOrDefault(column[node]));
            }
        }
    }

    private void Route(SequenceFlow flow, Lanes lanes, ref double under)
    {
        var (from, to) = (_boxes[flow.Source], _boxes[flow.Target]);
        var home = Home(flow);
        var (fromColumn, toColumn) = (lanes.Column[home], lanes.Column[flow.Target]);
        var (fromRow, toRow) = (lanes.Row[home], lanes.Row[flow.Target]);
        var begin = flow.Source is BoundaryEvent ? new Spot(from.MidX, from.Bottom) : new Spot(from.Right, from.MidY);
        var end = new Spot(to.X, to.MidY);
        if (toColumn <= fromColumn)
        {
            // Back: down between the columns, along underneath, and up before the target.
            under += 14;
            var outside = flow.Source is BoundaryEvent ? begin.X : lanes.X[fromColumn + 1] - (Gap / 2) + 6;
            var before = lanes.X[toColumn] - (Gap / 2) + 10;
            Add(flow, begin, new(outside, begin.Y), new(outside, under), new(before, under), new(before, end.Y), end);
            return;
        }

        var direct = flow.Source is not BoundaryEvent && fromRow == toRow && Free(lanes, fromRow, fromColumn, toColumn);
        if (direct && Math.Abs(begin.Y - end.Y) < 1)
        {
            Add(flow, begin, end);
            return;
        }

        var last = lanes.X[toColumn] - (Gap / 2);
        if (flow.Source is BoundaryEvent)
        {
            var level = Free(lanes, toRow, fromColumn, toColumn) && toRow > fromRow ? end.Y : lanes.Y[fromRow + 1] - (RowGap / 2) + 6;
            Add(flow, begin, new(begin.X, level), new(last, level), new(last, end.Y), end);
            return;
        }

        var first = lanes.X[fromColumn + 1] - (Gap / 2);
        if (direct || Free(lanes, toRow, fromColumn, toColumn))
            Add(flow, begin, new(first, begin.Y), new(first, end.Y), end);
        else if (Free(lanes, fromRow, fromColumn, toColumn))
            Add(flow, begin, new(last, begin.Y), new(last, end.Y), end);
        else
        {
            var between = lanes.Y[Math.Max(fromRow, toRow) + 1] - (RowGap / 2);
            Add(flow, begin, new(first, begin.Y), new(first, between), new(last, between), new(last, end.Y), end);
        }
    }

    /// <summary>Whether no node stands on the row between the columns.</summary>
    private static bool Free(Lanes lanes, int row, int after, int before) =>
        !lanes.Filled.TryGetValue(row, out var columns)
        || Array.BinarySearch(columns, after + 1) is var at && ((at < 0 ? ~at : at) is var next) && (next == columns.Length || columns[next] >= before);

    private void Add(SequenceFlow flow, params Spot[] points)
    {
        var kept = new List<Spot>();
        foreach (var point in points)
        {
            if (kept.Count == 0 || kept[^1] != point)
                kept.Add(point);
        }

        _diagram.Edges.Add(new(flow.Id, kept));
    }
}
