using System.Text;
using System.Xml.Linq;

namespace Diwan.Bpmn;

internal static class BpmnReader
{
    internal static BpmnReadResult Read(Stream stream, BpmnOptions options)
    {
        var limit = (long)options.MaxCharacters * 4;
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > limit)
                return new(null, [BpmnFault.Of(FaultTexts.TooLarge, 1, 1, null, options.MaxCharacters, "characters")]);
        }

        var encoding = DeclaredEncoding(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        bytes.Position = 0;
        using var text = new StreamReader(bytes, encoding, detectEncodingFromByteOrderMarks: true);
        return Read(text.ReadToEnd(), options);
    }

    internal static BpmnReadResult Read(string xml, BpmnOptions options)
    {
        var faults = new List<BpmnFault>();
        if (xml.Length > 0 && xml[0] == '\uFEFF')
            xml = xml[1..];
        var document = XmlText.Parse(xml, options, faults);
        if (document?.Root is not { } root)
            return new(null, faults);
        if (root.Name != BpmnNames.M + "definitions")
            return new(null, [BpmnFault.Of(FaultTexts.NotBpmn, root, root.Name.ToString())]);

        var definitions = new DefinitionsIndex(root, faults);
        var processes = new List<BpmnProcess>();
        foreach (var element in root.Elements(BpmnNames.M + "process"))
            processes.Add(new ProcessReader(element, definitions, options, faults).Read());
        if (processes.Count == 0)
            faults.Add(BpmnFault.Of(FaultTexts.NoProcess, root));
        return new(new BpmnModel(document, processes), [.. faults.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    // Only what a Latin-1 look at the declaration can tell; a byte order mark wins over it.
    private static Encoding DeclaredEncoding(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)]);
        var at = head.IndexOf("encoding=", StringComparison.Ordinal);
        var end = head.IndexOf("?>", StringComparison.Ordinal);
        if (at < 0 || end < at)
            return Encoding.UTF8;
        var quote = head[at + 9];
        var close = head.IndexOf(quote, at + 10);
        if (close < 0)
            return Encoding.UTF8;
        return head[(at + 10)..close].ToUpperInvariant() switch
        {
            "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
            "US-ASCII" => Encoding.ASCII,
            _ => Encoding.UTF8,
        };
    }
}

/// <summary>What processes refer to outside themselves: messages, errors, shared event definitions, the expression language.</summary>
internal sealed class DefinitionsIndex
{
    private readonly Dictionary<string, BpmnMessage> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BpmnError> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> _roots = new(StringComparer.Ordinal);

    internal DefinitionsIndex(XElement root, List<BpmnFault> faults)
    {
        ExpressionLanguage = (string?)root.Attribute("expressionLanguage");
        foreach (var element in root.Elements())
        {
            if ((string?)element.Attribute("id") is not { } id)
                continue;
            _roots.TryAdd(id, element);
            if (element.Name == BpmnNames.M + "message")
                _messages.TryAdd(id, new(id, BpmnXml.CleanName((string?)element.Attribute("name")) ?? id));
            else if (element.Name == BpmnNames.M + "error")
                _errors.TryAdd(id, new(NotEmpty((string?)element.Attribute("errorCode"))));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in root.Descendants())
        {
            if (element.Name.Namespace == BpmnNames.M && (string?)element.Attribute("id") is { } id && !seen.Add(id))
                faults.Add(BpmnFault.Of(FaultTexts.DuplicateId, element, id));
        }
    }

    internal string? ExpressionLanguage { get; }

    internal BpmnMessage? Message(string? reference) => BpmnXml.Resolve(_messages, reference);

    internal bool TryError(string? reference, out string? code)
    {
        var error = BpmnXml.Resolve(_errors, reference);
        code = error?.Code;
        return error is not null;
    }

    internal XElement? EventDefinition(string reference) => BpmnXml.Resolve(_roots, reference);

    private sealed record BpmnError(string? Code);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
