namespace Diwan.Documents.Rendering.Text;

/// <summary>The Unicode bidirectional algorithm, UAX #9 (Unicode 15.0): rules P2 to L2. Names of rules are those of the standard.</summary>
internal static class Bidi
{
    private const int MaxDepth = 125;

    /// <summary>The level of a character that rule X9 removes.</summary>
    internal const byte Removed = 255;

    /// <summary>Rules P2 and P3: the level of the first strong character outside isolates, or 0.</summary>
    internal static byte ParagraphLevel(ReadOnlySpan<BidiClass> classes)
    {
        var level = FirstStrong(classes, 0, classes.Length, stopAtPdi: false);
        return level == 1 ? (byte)1 : (byte)0;
    }

    /// <summary>Levels of one paragraph laid out as one line, with L1 applied. Characters removed by X9 have <see cref="Removed"/>.</summary>
    internal static byte[] Levels(ReadOnlySpan<int> text, ReadOnlySpan<BidiClass> classes, byte paragraphLevel)
    {
        var levels = Resolve(text, classes, paragraphLevel);
        ResetWhitespace(classes, levels, paragraphLevel);
        return levels;
    }

    /// <summary>Rules X1 to I2, before L1, which is a matter of lines.</summary>
    internal static byte[] Resolve(ReadOnlySpan<int> text, ReadOnlySpan<BidiClass> original, byte paragraphLevel)
    {
        var n = original.Length;
        var types = original.ToArray();
        var levels = new byte[n];
        var match = MatchIsolates(original);
        Explicit(original, types, levels, match, paragraphLevel);
        foreach (var (sequence, sos, eos) in Sequences(original, levels, match, paragraphLevel))
        {
            var level = levels[sequence[0]];
            Weak(types, sequence, sos);
            Pairs(text, original, types, sequence, sos, level);
            Neutral(types, sequence, sos, eos, level);
            foreach (var i in sequence)
            {
                levels[i] = Implicit(types[i], level);
            }
        }

        return levels;
    }

    /// <summary>Rule L1: separators, and white space before them and at the end of the line, take the paragraph's level.</summary>
    internal static void ResetWhitespace(ReadOnlySpan<BidiClass> original, Span<byte> levels, byte paragraphLevel)
    {
        var reset = true;
        for (var i = original.Length - 1; i >= 0; i--)
        {
            switch (original[i])
            {
                case BidiClass.B or BidiClass.S:
                    levels[i] = paragraphLevel;
                    reset = true;
                    break;
                case BidiClass.WS or BidiClass.LRI or BidiClass.RLI or BidiClass.FSI or BidiClass.PDI:
                    if (reset)
                    {
                        levels[i] = paragraphLevel;
                    }

                    break;
                default:
                    reset &= levels[i] == Removed;
                    break;
            }
        }
    }

    /// <summary>Rule L2: the items of a line in visual order, given their levels in logical order.</summary>
    internal static int[] Reorder(ReadOnlySpan<byte> levels)
    {
        var order = new List<int>(levels.Length);
        byte highest = 0;
        var lowestOdd = (byte)(MaxDepth + 2);
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] == Removed)
            {
                continue;
            }

            order.Add(i);
            highest = Math.Max(highest, levels[i]);
            if ((levels[i] & 1) == 1)
            {
                lowestOdd = Math.Min(lowestOdd, levels[i]);
            }
        }

        for (var level = highest; level >= lowestOdd && level > 0; level--)
        {
            for (var i = 0; i < order.Count; i++)
            {
                var end = i;
                while (end < order.Count && levels[order[end]] >= level)
                {
                    end++;
                }

                if (end > i)
                {
                    order.Reverse(i, end - i);
                    i = end;
                }
            }
        }

        return [.. order];
    }

    private static bool IsIsolate(BidiClass c) => c is BidiClass.LRI or BidiClass.RLI or BidiClass.FSI;

    private static int FirstStrong(ReadOnlySpan<BidiClass> classes, int from, int to, bool stopAtPdi)
    {
        var depth = 0;
        for (var i = from; i < to; i++)
        {
            var c = classes[i];
            if (IsIsolate(c))
            {
                depth++;
            }
            else if (c == BidiClass.PDI)
            {
                if (depth == 0 && stopAtPdi)
                {
                    return -1;
                }

                depth = Math.Max(0, depth - 1);
            }
            else if (depth == 0 && c is (BidiClass.L or BidiClass.R or BidiClass.AL))
            {
                return c == BidiClass.L ? 0 : 1;
            }
        }

        return -1;
    }

    /// <summary>BD9: for an isolate initiator the place of its PDI, and back; -1 when there is none.</summary>
    private static int[] MatchIsolates(ReadOnlySpan<BidiClass> classes)
    {
        var match = new int[classes.Length];
        Array.Fill(match, -1);
        var open = new Stack<int>();
        for (var i = 0; i < classes.Length; i++)
        {
            if (IsIsolate(classes[i]))
            {
                open.Push(i);
            }
            else if (classes[i] == BidiClass.PDI && open.TryPop(out var start))
            {
                match[start] = i;
                match[i] = start;
            }
        }

        return match;
    }

    private static void Explicit(ReadOnlySpan<BidiClass> original, BidiClass[] types, byte[] levels, int[] match, byte paragraphLevel)
    {
        var stack = new Stack<(byte Level, BidiClass? Override, bool Isolate)>();
        stack.Push((paragraphLevel, null, false));
        var overflowIsolates = 0;
        var overflowEmbeddings = 0;
        var validIsolates = 0;
        for (var i = 0; i < original.Length; i++)
        {
            var c = original[i];
            switch (c)
            {
                case BidiClass.RLE or BidiClass.LRE or BidiClass.RLO or BidiClass.LRO:
                    levels[i] = Removed;
                    var embedding = Next(stack.Peek().Level, c is BidiClass.RLE or BidiClass.RLO);
                    if (embedding <= MaxDepth && overflowIsolates == 0 && overflowEmbeddings == 0)
                    {
                        BidiClass? forced = c == BidiClass.RLO ? BidiClass.R : c == BidiClass.LRO ? BidiClass.L : null;
                        stack.Push(((byte)embedding, forced, false));
                    }
                    else if (overflowIsolates == 0)
                    {
                        overflowEmbeddings++;
                    }

                    break;
                case BidiClass.RLI or BidiClass.LRI or BidiClass.FSI:
                    levels[i] = stack.Peek().Level;
                    types[i] = stack.Peek().Override ?? c;
                    var rtl = c == BidiClass.RLI || (c == BidiClass.FSI
                        && FirstStrong(original, i + 1, match[i] < 0 ? original.Length : match[i], stopAtPdi: true) == 1);
                    var isolate = Next(stack.Peek().Level, rtl);
                    if (isolate <= MaxDepth && overflowIsolates == 0 && overflowEmbeddings == 0)
                    {
                        validIsolates++;
                        stack.Push(((byte)isolate, null, true));
                    }
                    else
                    {
                        overflowIsolates++;
                    }

                    break;
                case BidiClass.PDI:
                    if (overflowIsolates > 0)
                    {
                        overflowIsolates--;
                    }
                    else if (validIsolates > 0)
                    {
                        overflowEmbeddings = 0;
                        while (!stack.Peek().Isolate)
                        {
                            stack.Pop();
                        }

                        stack.Pop();
                        validIsolates--;
                    }

                    levels[i] = stack.Peek().Level;
                    types[i] = stack.Peek().Override ?? c;
                    break;
                case BidiClass.PDF:
                    levels[i] = Removed;
                    if (overflowIsolates > 0)
                    {
                        break;
                    }

                    if (overflowEmbeddings > 0)
                    {
                        overflowEmbeddings--;
                    }
                    else if (!stack.Peek().Isolate && stack.Count > 1)
                    {
                        stack.Pop();
                    }

                    break;
                case BidiClass.BN:
                    levels[i] = Removed;
                    break;
                case BidiClass.B:
                    levels[i] = paragraphLevel;
                    break;
                default:
                    levels[i] = stack.Peek().Level;
                    types[i] = stack.Peek().Override ?? c;
                    break;
            }
        }

        static int Next(byte level, bool rtl) => rtl ? (level + 1) | 1 : (level + 2) & ~1;
    }

    /// <summary>BD13 and X10: isolating run sequences with the directions before and after them.</summary>
    private static List<(int[] Sequence, BidiClass Sos, BidiClass Eos)> Sequences(
        ReadOnlySpan<BidiClass> original, byte[] levels, int[] match, byte paragraphLevel)
    {
        var kept = new List<int>(levels.Length);
        var place = new int[levels.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            place[i] = kept.Count;
            if (levels[i] != Removed)
            {
                kept.Add(i);
            }
        }

        var runs = new List<(int Start, int End)>();
        var runAt = new int[kept.Count];
        for (var k = 0; k < kept.Count; k++)
        {
            if (k == 0 || levels[kept[k]] != levels[kept[k - 1]])
            {
                runs.Add((k, k));
            }

            runs[^1] = (runs[^1].Start, k + 1);
            runAt[k] = runs.Count - 1;
        }

        var result = new List<(int[], BidiClass, BidiClass)>(runs.Count);
        foreach (var first in runs)
        {
            var head = kept[first.Start];
            if (original[head] == BidiClass.PDI && match[head] >= 0)
            {
                continue;
            }

            var sequence = new List<int>();
            var run = first;
            int last;
            while (true)
            {
                for (var k = run.Start; k < run.End; k++)
                {
                    sequence.Add(kept[k]);
                }

                last = kept[run.End - 1];
                if (!IsIsolate(original[last]) || match[last] < 0)
                {
                    break;
                }

                run = runs[runAt[place[match[last]]]];
            }

            var level = levels[head];
            var before = first.Start == 0 ? paragraphLevel : levels[kept[first.Start - 1]];
            var after = IsIsolate(original[last]) || run.End == kept.Count ? paragraphLevel : levels[kept[run.End]];
            result.Add(([.. sequence], Direction(Math.Max(level, before)), Direction(Math.Max(level, after))));
        }

        return result;
    }

    private static BidiClass Direction(byte level) => (level & 1) == 1 ? BidiClass.R : BidiClass.L;

    private static void Weak(BidiClass[] t, int[] s, BidiClass sos)
    {
        var previous = sos;
        foreach (var i in s)
        {
            if (t[i] == BidiClass.NSM)
            {
                t[i] = previous is BidiClass.LRI or BidiClass.RLI or BidiClass.FSI or BidiClass.PDI ? BidiClass.ON : previous;
            }

            previous = t[i];
        }

        var strong = sos;
        foreach (var i in s)
        {
            if (t[i] is BidiClass.L or BidiClass.R or BidiClass.AL)
            {
                strong = t[i];
            }
            else if (t[i] == BidiClass.EN && strong == BidiClass.AL)
            {
                t[i] = BidiClass.AN;
            }
        }

        foreach (var i in s)
        {
            if (t[i] == BidiClass.AL)
            {
                t[i] = BidiClass.R;
            }
        }

        for (var k = 1; k + 1 < s.Length; k++)
        {
            var (left, here, right) = (t[s[k - 1]], t[s[k]], t[s[k + 1]]);
            if (left == right && ((here == BidiClass.ES && left == BidiClass.EN)
                || (here == BidiClass.CS && left is (BidiClass.EN or BidiClass.AN))))
            {
                t[s[k]] = left;
            }
        }

        for (var k = 0; k < s.Length; k++)
        {
            if (t[s[k]] != BidiClass.ET)
            {
                continue;
            }

            var end = k;
            while (end < s.Length && t[s[end]] == BidiClass.ET)
            {
                end++;
            }

            var number = (k > 0 && t[s[k - 1]] == BidiClass.EN) || (end < s.Length && t[s[end]] == BidiClass.EN);
            for (; k < end; k++)
            {
                t[s[k]] = number ? BidiClass.EN : BidiClass.ET;
            }

            k = end - 1;
        }

        strong = sos;
        foreach (var i in s)
        {
            switch (t[i])
            {
                case BidiClass.ET or BidiClass.ES or BidiClass.CS:
                    t[i] = BidiClass.ON;
                    break;
                case BidiClass.L or BidiClass.R:
                    strong = t[i];
                    break;
                case BidiClass.EN when strong == BidiClass.L:
                    t[i] = BidiClass.L;
                    break;
            }
        }
    }

    /// <summary>N0: both brackets of a pair take one direction.</summary>
    private static void Pairs(ReadOnlySpan<int> text, ReadOnlySpan<BidiClass> original, BidiClass[] t, int[] s, BidiClass sos, byte level)
    {
        List<(int Open, int Close)>? pairs = null;
        List<(int Pair, int At)>? stack = null;
        for (var k = 0; k < s.Length; k++)
        {
            if (t[s[k]] != BidiClass.ON || !BidiTable.Brackets.TryGetValue(text[s[k]], out var bracket))
            {
                continue;
            }

            stack ??= [];
            if (bracket.Opens)
            {
                if (stack.Count == 63)
                {
                    break; // BD16: with no room left, no more pairs are sought
                }

                stack.Add((bracket.Pair, k));
                continue;
            }

            var found = stack.FindLastIndex(open => open.Pair == bracket.Pair);
            if (found >= 0)
            {
                (pairs ??= []).Add((stack[found].At, k));
                stack.RemoveRange(found, stack.Count - found);
            }
        }

        if (pairs is null)
        {
            return;
        }

        var embedding = Direction(level);
        pairs.Sort();
        foreach (var (open, close) in pairs)
        {
            var same = false;
            var opposite = false;
            for (var k = open + 1; k < close && !same; k++)
            {
                var strong = Strong(t[s[k]]);
                same = strong == embedding;
                opposite |= strong is not null && strong != embedding;
            }

            if (!same && !opposite)
            {
                continue;
            }

            var direction = embedding;
            if (!same)
            {
                var context = sos;
                for (var k = open - 1; k >= 0; k--)
                {
                    if (Strong(t[s[k]]) is { } strong)
                    {
                        context = strong;
                        break;
                    }
                }

                direction = context != embedding ? context : embedding;
            }

            Set(original, t, s, open, direction);
            Set(original, t, s, close, direction);
        }

        static void Set(ReadOnlySpan<BidiClass> original, BidiClass[] t, int[] s, int at, BidiClass direction)
        {
            t[s[at]] = direction;
            for (var k = at + 1; k < s.Length && original[s[k]] == BidiClass.NSM; k++)
            {
                t[s[k]] = direction;
            }
        }
    }

    private static BidiClass? Strong(BidiClass c) => c switch
    {
        BidiClass.L => BidiClass.L,
        BidiClass.R or BidiClass.EN or BidiClass.AN => BidiClass.R,
        _ => null,
    };

    private static void Neutral(BidiClass[] t, int[] s, BidiClass sos, BidiClass eos, byte level)
    {
        for (var k = 0; k < s.Length; k++)
        {
            if (Strong(t[s[k]]) is not null)
            {
                continue;
            }

            var end = k;
            while (end < s.Length && Strong(t[s[end]]) is null)
            {
                end++;
            }

            var before = k == 0 ? sos : Strong(t[s[k - 1]]);
            var after = end == s.Length ? eos : Strong(t[s[end]]);
            for (; k < end; k++)
            {
                t[s[k]] = before == after ? before!.Value : Direction(level);
            }

            k = end - 1;
        }
    }

    private static byte Implicit(BidiClass type, byte level) => (level & 1, type) switch
    {
        (0, BidiClass.R) => (byte)(level + 1),
        (0, BidiClass.AN or BidiClass.EN) => (byte)(level + 2),
        (1, BidiClass.L or BidiClass.EN or BidiClass.AN) => (byte)(level + 1),
        _ => level,
    };
}
