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

        var content = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        var name = EncodingOf(content);
        try
        {
            var text = Strict(name)?.GetString(content);
            return text is null ? new(null, [BpmnFault.Of(FaultTexts.Encoding, 1, 1, null, name)]) : Read(text, options);
        }
        catch (DecoderFallbackException)
        {
            return new(null, [BpmnFault.Of(FaultTexts.NotInEncoding, 1, 1, null, name)]);
        }
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

        var definitions = new DefinitionsIndex(root);
        var processes = new List<BpmnProcess>();
        foreach (var element in root.Elements(BpmnNames.M + "process"))
            processes.Add(new ProcessReader(element, definitions, options, faults).Read());
        foreach (var twice in definitions.Twice)
        {
            var fault = BpmnFault.Of(FaultTexts.DuplicateId, twice, (string?)twice.Attribute("id"));
            faults.Add(processes.Any(p => p.IsExecutable) ? fault : fault with { Severity = BpmnSeverity.Warning });
        }

        // Two elements of one id: nobody can tell at which of them a token stands.
        if (definitions.Twice.Count > 0)
            processes.ForEach(p => p.CanExecute = false);
        if (processes.Count == 0)
            faults.Add(BpmnFault.Of(FaultTexts.NoProcess, root));
        return new(new BpmnModel(document, processes), [.. faults.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    /// <summary>The encoding a byte order mark shows, else the one the declaration names, else UTF-8.</summary>
    private static string EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..])
            return "utf-16";
        if (bytes is [0xFE, 0xFF, ..])
            return "utf-16BE";
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            return "utf-8";
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)]);
        var at = head.IndexOf("encoding=", StringComparison.Ordinal);
        var end = head.IndexOf("?>", StringComparison.Ordinal);
        if (at < 0 || end < at)
            return "utf-8";
        var close = head.IndexOf(head[at + 9], at + 10);
        return close < 0 ? "utf-8" : head[(at + 10)..close];
    }

    // Windows' code pages too: editors on old machines still write windows-1256. A byte that fits no letter is an error, not a question mark.
    private static Encoding? Strict(string declared)
    {
        var name = Registered(declared);
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Editors written in Java put down Java's own names, which no registry of encodings has.
    private static string Registered(string name)
    {
        if (name.Equals("MacRoman", StringComparison.OrdinalIgnoreCase))
            return "macintosh";
        if (name.StartsWith("Mac", StringComparison.OrdinalIgnoreCase))
            return name.Equals("macintosh", StringComparison.OrdinalIgnoreCase) ? name : "x-mac-" + name[3..];
        if (name.StartsWith("Cp125", StringComparison.OrdinalIgnoreCase))
            return "windows-" + name[2..];
        if (name.StartsWith("ISO8859_", StringComparison.OrdinalIgnoreCase))
            return "iso-8859-" + name[8..];
        return name.Equals("UTF8", StringComparison.OrdinalIgnoreCase) ? "utf-8" : name;
    }
}

/// <summary>What processes refer to outside themselves: messages, errors, shared event definitions, the expression language.</summary>
internal sealed class DefinitionsIndex
{
    private readonly Dictionary<string, BpmnMessage> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BpmnError> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> _roots = new(StringComparer.Ordinal);

    internal DefinitionsIndex(XElement root)
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
                Twice.Add(element);
        }
    }

    internal string? ExpressionLanguage { get; }

    /// <summary>Elements whose id was used before.</summary>
    internal List<XElement> Twice { get; } = [];

    internal BpmnMessage? Message(string? reference) => BpmnXml.Resolve(_messages, reference);

    internal bool TryError(string? reference, out string? code)
    {
        var error = BpmnXml.Resolve(_errors, reference);
        code = error?.Code;
        return error is not null;
    }

    /// <summary>A root element, by its reference.</summary>
    internal XElement? Root(string? reference) => BpmnXml.Resolve(_roots, reference);

    internal XElement? EventDefinition(string reference) => BpmnXml.Resolve(_roots, reference);

    private sealed record BpmnError(string? Code);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
