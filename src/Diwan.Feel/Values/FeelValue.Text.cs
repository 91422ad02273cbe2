using System.Globalization;
using System.Text;

namespace Diwan.Feel;

public readonly partial struct FeelValue
{
    private const int MaxTextDepth = 200;

    /// <summary>FEEL text that reads back as the same value (functions excepted).</summary>
    public override string ToString()
    {
        if (Kind == FeelKind.Number) return Number.ToString();
        var text = new StringBuilder();
        Write(text, 0, int.MaxValue);
        return text.ToString();
    }

    internal bool TryWrite(StringBuilder text, int limit) => Write(text, 0, limit);

    private bool Write(StringBuilder text, int depth, int limit)
    {
        if (depth > MaxTextDepth || text.Length > limit)
        {
            text.Append('…');
            return false;
        }
        switch (Kind)
        {
            case FeelKind.Null: text.Append("null"); break;
            case FeelKind.Boolean: text.Append(Boolean ? "true" : "false"); break;
            case FeelKind.Number: text.Append(Number.ToString()); break;
            case FeelKind.String: Quote(text, Text); break;
            case FeelKind.Date: text.Append("@\"").Append(Date.ToString()).Append('"'); break;
            case FeelKind.Time: text.Append("@\"").Append(Time.ToString()).Append('"'); break;
            case FeelKind.DateTime: text.Append("@\"").Append(DateTime.ToString()).Append('"'); break;
            case FeelKind.DaysTimeDuration: text.Append("@\"").Append(DaysTime.ToString()).Append('"'); break;
            case FeelKind.YearsMonthsDuration: text.Append("@\"").Append(YearsMonths.ToString()).Append('"'); break;
            case FeelKind.Range: return WriteRange(text, depth, limit);
            case FeelKind.List:
                text.Append('[');
                for (var i = 0; i < Items.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    if (!Items[i].Write(text, depth + 1, limit)) return false;
                }
                text.Append(']');
                break;
            case FeelKind.Context:
                text.Append('{');
                var first = true;
                foreach (var (name, value) in Entries)
                {
                    if (!first) text.Append(", ");
                    first = false;
                    if (FeelNames.IsPlain(name)) text.Append(name);
                    else Quote(text, name);
                    text.Append(": ");
                    if (!value.Write(text, depth + 1, limit)) return false;
                }
                text.Append('}');
                break;
            default: text.Append(Function.ToString()); break;
        }
        return true;
    }

    private bool WriteRange(StringBuilder text, int depth, int limit)
    {
        var range = Range;
        if (range.Start.IsNull != range.End.IsNull)
        {
            text.Append(range.Start.IsNull ? range.EndIncluded ? "(<=" : "(<" : range.StartIncluded ? "(>=" : "(>");
            if (!(range.Start.IsNull ? range.End : range.Start).Write(text, depth + 1, limit)) return false;
            text.Append(')');
            return true;
        }
        text.Append(range.StartIncluded ? '[' : '(');
        if (!range.Start.Write(text, depth + 1, limit)) return false;
        text.Append("..");
        if (!range.End.Write(text, depth + 1, limit)) return false;
        text.Append(range.EndIncluded ? ']' : ')');
        return true;
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                default:
                    if (c < ' ') text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    else text.Append(c);
                    break;
            }
        }
        text.Append('"');
    }
}
