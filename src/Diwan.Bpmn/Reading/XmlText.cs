using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Turns untrusted text into a tree: no document type, no entities, no resolver; size, depth and count bounded.</summary>
internal static class XmlText
{
    internal static XDocument? Parse(string xml, BpmnOptions options, List<BpmnFault> faults)
    {
        if (xml.Length > options.MaxCharacters)
        {
            faults.Add(BpmnFault.Of(FaultTexts.TooLarge, 1, 1, null, options.MaxCharacters, "characters"));
            return null;
        }

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = options.MaxCharacters,
            MaxCharactersFromEntities = 1,
        };
        try
        {
            using (var counted = XmlReader.Create(new StringReader(xml), settings))
            {
                if (!WithinLimits(counted, options, faults))
                    return null;
            }

            using var reader = XmlReader.Create(new StringReader(xml), settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
        }
        catch (XmlException fault)
        {
            faults.Add(fault.Message.Contains("DTD", StringComparison.Ordinal)
                ? BpmnFault.Of(FaultTexts.HasDtd, fault.LineNumber, fault.LinePosition, null)
                : BpmnFault.Of(FaultTexts.NotXml, fault.LineNumber, fault.LinePosition, null, fault.Message));
            return null;
        }
    }

    private static bool WithinLimits(XmlReader reader, BpmnOptions options, List<BpmnFault> faults)
    {
        var nodes = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            nodes += 1 + reader.AttributeCount;
            var place = (IXmlLineInfo)reader;
            if (reader.Depth >= options.MaxDepth)
            {
                faults.Add(BpmnFault.Of(FaultTexts.TooLarge, place.LineNumber, place.LinePosition, null, options.MaxDepth, "nested elements"));
                return false;
            }

            if (nodes > options.MaxNodes)
            {
                faults.Add(BpmnFault.Of(FaultTexts.TooLarge, place.LineNumber, place.LinePosition, null, options.MaxNodes, "elements and attributes"));
                return false;
            }
        }

        return true;
    }

    /// <summary>The tree as text again, with its declaration; line ends are those of the tree.</summary>
    internal static string Write(XDocument document)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        // A string has no bytes yet; whatever the file was in, it is written as UTF-8 from here on.
        if (document.Declaration is { } declaration)
            text.Write(new XDeclaration(declaration.Version, "UTF-8", declaration.Standalone).ToString());
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize, Indent = false };
        if (document.Declaration is not null && document.FirstNode is not XText)
            text.Write('\n');
        using (var writer = XmlWriter.Create(text, settings))
            document.Save(writer);
        return text.ToString();
    }
}
