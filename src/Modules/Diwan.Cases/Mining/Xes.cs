using System.Globalization;
using System.Text;
using System.Xml;
using Diwan.Kernel;

namespace Diwan.Cases.Mining;

/// <summary>A way through the process that some cases took.</summary>
public sealed record Variant(IReadOnlyList<string> Activities, int Cases);

/// <param name="Variants">The most frequent first.</param>
public sealed record VariantCount(int Cases, long Events, IReadOnlyList<Variant> Variants);

/// <summary>Event logs in XES (IEEE 1849-2016): written for process-mining tools, and read for the variants of anybody's log.</summary>
public static class Xes
{
    private const string Namespace = "http://www.xes-standard.org/";

    public static async Task WriteAsync(Stream stream, IAsyncEnumerable<LoggedCase> cases, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cases);
        await using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), Indent = true });
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "log", Namespace);
        await xml.WriteAttributeStringAsync(null, "xes.version", null, "1849-2016");
        await xml.WriteAttributeStringAsync(null, "xes.features", null, "");
        foreach (var (name, prefix) in new[] { ("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org") })
        {
            await xml.WriteStartElementAsync(null, "extension", Namespace);
            await xml.WriteAttributeStringAsync(null, "name", null, name);
            await xml.WriteAttributeStringAsync(null, "prefix", null, prefix);
            await xml.WriteAttributeStringAsync(null, "uri", null, $"{Namespace}{prefix}.xesext");
            await xml.WriteEndElementAsync();
        }

        await xml.WriteStartElementAsync(null, "classifier", Namespace);
        await xml.WriteAttributeStringAsync(null, "name", null, "Activity");
        await xml.WriteAttributeStringAsync(null, "keys", null, "concept:name");
        await xml.WriteEndElementAsync();
        await foreach (var one in cases.WithCancellation(ct))
        {
            await xml.WriteStartElementAsync(null, "trace", Namespace);
            await TextAsync(xml, "concept:name", one.Id);
            await TextAsync(xml, "diwan:service", one.Service);
            await TextAsync(xml, "diwan:version", one.Version);
            await TextAsync(xml, "diwan:channel", one.Channel.Code());
            await TextAsync(xml, "diwan:outcome", one.Outcome.ToString());
            foreach (var happened in one.Events)
            {
                await xml.WriteStartElementAsync(null, "event", Namespace);
                await TextAsync(xml, "concept:name", happened.Activity);
                await TextAsync(xml, "lifecycle:transition", "complete");
                await TextAsync(xml, "org:group", happened.Resource);
                await ValueAsync(xml, "date", "time:timestamp", happened.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                await xml.WriteEndElementAsync();
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
    }

    /// <summary>
    /// Counts the variants of a log: the sequences of <c>concept:name</c> of the events of a trace, in the order of the file. Where events have a
    /// life cycle, only those that complete something count.
    /// </summary>
    /// <exception cref="XmlException">It is not well-formed; the message has line and position.</exception>
    /// <exception cref="InvalidDataException">It is XML and not a log.</exception>
    public static VariantCount Variants(Stream stream)
    {
        using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true });
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "log")
        {
            throw new InvalidDataException($"The file begins with <{xml.LocalName}>, not with <log>: it is not an XES log.");
        }

        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var variants = new Dictionary<string, int>(StringComparer.Ordinal);
        var (way, cases, events) = (new StringBuilder(), 0, 0L);
        string? activity = null, transition = null;
        var (inEvent, inTrace) = (false, false);
        while (xml.Read())
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "trace"):
                    way.Clear();
                    (inTrace, inEvent) = (!xml.IsEmptyElement, false);
                    if (xml.IsEmptyElement)
                    {
                        Count();
                    }

                    break;
                case (XmlNodeType.Element, "event"):
                    (inEvent, activity, transition) = (!xml.IsEmptyElement, null, null);
                    break;
                case (XmlNodeType.Element, "string") when inEvent:
                    switch (xml.GetAttribute("key"))
                    {
                        case "concept:name": activity = xml.GetAttribute("value"); break;
                        case "lifecycle:transition": transition = xml.GetAttribute("value"); break;
                    }

                    break;
                case (XmlNodeType.EndElement, "event"):
                    inEvent = false;
                    events++;
                    if (inTrace && activity is not null && (transition is null || transition.Equals("complete", StringComparison.OrdinalIgnoreCase)))
                    {
                        // An activity is one character of the way: comparing and keeping ways stays cheap.
                        way.Append((char)(names.TryGetValue(activity, out var known) ? known : names[activity] = names.Count));
                    }

                    break;
                case (XmlNodeType.EndElement, "trace"):
                    inTrace = false;
                    Count();
                    break;
            }
        }

        var words = names.OrderBy(n => n.Value).Select(n => n.Key).ToList();
        return new VariantCount(cases, events, [
            .. variants.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).Select(v => new Variant([.. v.Key.Select(c => words[c])], v.Value))]);

        void Count()
        {
            cases++;
            var key = way.ToString();
            variants[key] = variants.GetValueOrDefault(key) + 1;
        }
    }

    private static Task TextAsync(XmlWriter xml, string key, string value) => ValueAsync(xml, "string", key, value);

    private static async Task ValueAsync(XmlWriter xml, string type, string key, string value)
    {
        await xml.WriteStartElementAsync(null, type, Namespace);
        await xml.WriteAttributeStringAsync(null, "key", null, key);
        await xml.WriteAttributeStringAsync(null, "value", null, value);
        await xml.WriteEndElementAsync();
    }
}
