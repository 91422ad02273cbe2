using System.Text;

namespace Diwan.Bpmn.Tests.Checking;

/// <summary>
/// Builds a process out of blocks, each sound in itself, as a sequence of bytes says. With a break, one gateway becomes another kind.
/// </summary>
internal sealed class RandomProcess(byte[] choices, bool breakOne)
{
    private readonly StringBuilder _text = new();
    private int _at;
    private int _count;
    private int _gateways;
    private int _depth;

    internal static string Sketch(byte[] choices, bool breakOne = false) => new RandomProcess(choices, breakOne).Build();

    private string Build()
    {
        _text.Append("start s; end e; ");
        var (first, last) = Block();
        Flow("s", first);
        Flow(last, "e");
        return _text.ToString();
    }

    private int Next(int below) => _at < choices.Length ? choices[_at++] % below : 0;

    private string Name(string kind) => kind + ++_count;

    private void Flow(string from, string to, string? condition = null) => _text.Append($"{from} -> {to}{condition}; ");

    private string Gateway(string kind) => Gateway(ref kind);

    private string Gateway(ref string kind)
    {
        var id = Name(kind);
        if (breakOne && _gateways++ == (choices.Length + choices.FirstOrDefault()) % 5)
            kind = kind == "and" ? "xor" : "and";
        _text.Append($"{kind} {id}; ");
        return id;
    }

    private string Task(string kind)
    {
        var id = Name("t");
        _text.Append($"{kind} {id}; ");
        return id;
    }

    private (string First, string Last) Block()
    {
        if (++_depth > 6)
            return Leaf();
        try
        {
            return Next(10) switch
            {
                1 => Sequence(),
                2 => Branches("xor"),
                3 => Branches("and"),
                4 => Branches("or"),
                5 => Loop(),
                6 => Sub(),
                7 => Race(),
                8 => Bordered(interrupting: true),
                9 => Bordered(interrupting: false),
                _ => Leaf(),
            };
        }
        finally
        {
            _depth--;
        }
    }

    private (string, string) Leaf()
    {
        var kind = Next(5);
        var id = Task(kind switch { 1 => "task", 2 => "service", 3 => "throw", _ => "user" });
        if (kind == 4)
            Many(id);
        return (id, id);
    }

    private void Many(string id) => _text.Append($"multi {id} {1 + Next(3)}{(Next(2) == 0 ? " seq" : "")}{(Next(2) == 0 ? " until " + Name("c") : "")}; ");

    private (string, string) Sequence()
    {
        var (a, b) = Block();
        var (c, d) = Block();
        Flow(b, c);
        return (a, d);
    }

    private (string, string) Branches(string kind)
    {
        var join = Gateway(kind);
        var split = Gateway(ref kind);
        var more = 2 + Next(2);
        for (var i = 0; i < more; i++)
        {
            var (a, b) = Block();
            Flow(split, a, kind != "and" ? i == 0 ? " default" : " if " + Name("c") : null);
            Flow(b, join);
        }

        return (split, join);
    }

    private (string, string) Loop()
    {
        var into = Gateway("xor");
        var (a, b) = Block();
        var wait = Task("user");
        var choice = "xor";
        var choose = Gateway(ref choice);
        Flow(into, a);
        Flow(b, wait);
        Flow(wait, choose);
        var back = Leaf();
        Flow(choose, back.Item1, choice == "and" ? null : " if " + Name("c"));
        Flow(back.Item2, into);
        var on = Leaf();
        Flow(choose, on.Item1, choice == "and" ? null : " default");
        return (into, on.Item2);
    }

    private (string, string) Sub()
    {
        var id = Name("p");
        _text.Append($"sub {id} {{\n");
        var start = Name("is");
        var end = Name("ie");
        _text.Append($"start {start}; end {end}; ");
        // Something waits inside, so that an event on the border can happen.
        var wait = Task("user");
        var (a, b) = Block();
        Flow(start, wait);
        Flow(wait, a);
        Flow(b, end);
        _text.Append("}; ");
        if (Next(4) == 3)
            Many(id);
        return (id, id);
    }

    private (string, string) Race()
    {
        var gate = Name("ev");
        _text.Append($"event {gate}; ");
        var join = Gateway("xor");
        var message = Name("m");
        _text.Append($"catch {message} message {message}; ");
        var timer = Name("w");
        _text.Append($"catch {timer} timer duration P1D; ");
        foreach (var head in new[] { message, timer })
        {
            var (a, b) = Block();
            Flow(gate, head);
            Flow(head, a);
            Flow(b, join);
        }

        return (gate, join);
    }

    private (string, string) Bordered(bool interrupting)
    {
        // What a non-interrupting event begins may pile up in a loop without fault; broken processes do without.
        interrupting |= breakOne;
        var (host, _) = Next(2) == 0 ? Sub() : UserTask();
        var border = Name("b");
        _text.Append($"boundary {border} on {host} {(Next(2) == 0 ? "timer duration P1D" : "message " + border)}{(interrupting ? "" : " non")}; ");
        var (a, b) = Block();
        Flow(border, a);
        if (!interrupting)
        {
            var end = Name("x");
            _text.Append($"end {end}; ");
            Flow(b, end);
            return (host, host);
        }

        var join = Gateway("xor");
        Flow(b, join);
        Flow(host, join);
        return (host, join);
    }

    private (string, string) UserTask()
    {
        var id = Task("user");
        return (id, id);
    }
}
