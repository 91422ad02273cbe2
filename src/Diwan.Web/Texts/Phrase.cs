using System.Text;
using System.Text.Encodings.Web;
using Diwan.Kernel;
using Microsoft.AspNetCore.Html;

namespace Diwan.Web.Texts;

/// <summary>
/// Words with values in their places. On a page each value stands in <c>&lt;bdi&gt;</c>, so that a number or a Latin name cannot
/// disorder an Arabic sentence; as plain text (an attribute, a title, an SMS) it stands between Unicode isolates.
/// </summary>
public sealed class Phrase : IHtmlContent
{
    private readonly string _format;
    private readonly object?[] _values;

    internal Phrase(string format, params object?[] values)
    {
        _format = format;
        _values = values;
    }

    public static implicit operator string(Phrase phrase) => phrase?.ToString() ?? "";

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(encoder);
        Walk(
            text => encoder.Encode(writer, text),
            value =>
            {
                if (value is IHtmlContent html)
                {
                    html.WriteTo(writer, encoder);
                    return;
                }

                Isolated.Write(writer, encoder, Shown(value));
            });
    }

    /// <summary>As plain text, values isolated with U+2068 and U+2069.</summary>
    public override string ToString()
    {
        if (_values.Length == 0)
        {
            return _format;
        }

        var text = new StringBuilder();
        Walk(t => text.Append(t), v => text.Append('\u2068').Append(Shown(v)).Append('\u2069'));
        return text.ToString();
    }

    private static string Shown(object? value) => value switch
    {
        null => "",
        IHtmlContent html => Plain(html),
        IFormattable f => f.ToString(null, Cultures.Of(Cultures.Current)),
        _ => ArabicText.KeepTelephonesWhole(value.ToString() ?? ""),
    };

    private static string Plain(IHtmlContent html)
    {
        // A phrase inside a phrase is text again; other markup has no plain form.
        return html is Phrase phrase ? phrase.ToString() : throw new InvalidOperationException("Markup cannot stand in plain text.");
    }

    private void Walk(Action<string> text, Action<object?> value)
    {
        var at = 0;
        while (at < _format.Length)
        {
            var open = _values.Length == 0 ? -1 : _format.IndexOf('{', at);
            if (open < 0)
            {
                text(_format[at..]);
                return;
            }

            var close = _format.IndexOf('}', open);
            if (close < 0 || !int.TryParse(_format.AsSpan(open + 1, close - open - 1), out var index) || index >= _values.Length)
            {
                throw new FormatException($"The text '{_format}' names a value it was not given.");
            }

            if (open > at)
            {
                text(_format[at..open]);
            }

            value(_values[index]);
            at = close + 1;
        }
    }
}

/// <summary>
/// A text set apart from the direction of what is around it. One without Arabic letters (a number with its sign, a telephone,
/// a reference) runs left to right: left to itself it would take the page's direction and put its minus or plus at the wrong end.
/// </summary>
public sealed class Isolated(string text) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(encoder);
        Write(writer, encoder, text);
    }

    public override string ToString() => text;

    internal static void Write(TextWriter writer, HtmlEncoder encoder, string text)
    {
        writer.Write(text.AsSpan().ContainsAnyInRange('\u0590', '\u08ff') ? "<bdi>" : "<bdi dir=\"ltr\">");
        encoder.Encode(writer, text);
        writer.Write("</bdi>");
    }
}
