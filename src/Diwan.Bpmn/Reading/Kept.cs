using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Says what an executable process holds that is kept without effect, one notice a name.</summary>
internal static class Kept
{
    // Elements of BPMN that carry data, people or monitoring: kept for the reader of the diagram.
    private static readonly HashSet<string> Documentary = new(StringComparer.Ordinal)
    {
        "auditing", "monitoring", "property", "ioSpecification", "ioBinding", "dataObject", "dataObjectReference", "dataStoreReference",
        "dataInputAssociation", "dataOutputAssociation", "dataInput", "dataOutput", "inputSet", "outputSet", "dataState",
        "resourceRole", "performer", "humanPerformer", "potentialOwner", "rendering", "supports",
        "categoryValueRef", "operationRef", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem",
    };

    internal static void Report(XElement process, BpmnOptions options, List<BpmnFault> faults)
    {
        var extensions = new Dictionary<XName, (XElement First, int Count)>();
        var elements = new Dictionary<string, (XElement First, int Count)>(StringComparer.Ordinal);
        var open = new Stack<XElement>();
        open.Push(process);
        while (open.TryPop(out var e))
        {
            foreach (var attribute in e.Attributes())
            {
                if (!attribute.IsNamespaceDeclaration && attribute.Name.NamespaceName.Length > 0 && attribute.Name.Namespace != BpmnNames.Xsi
                    && attribute.Name.Namespace != XNamespace.Xml && !options.KnownExtensions.Contains(attribute.Name.NamespaceName))
                    Count(extensions, attribute.Name, e);
            }

            foreach (var child in e.Elements().Reverse())
            {
                if (child.Name.Namespace == BpmnNames.M)
                {
                    if (Documentary.Contains(child.Name.LocalName))
                        Count(elements, child.Name.LocalName, child);
                    else
                        open.Push(child);
                }
                else if (!options.KnownExtensions.Contains(child.Name.NamespaceName))
                    Count(extensions, child.Name, child);
            }
        }

        foreach (var (name, (first, count)) in extensions)
            faults.Add(BpmnFault.Of(FaultTexts.KeptExtension, first, name.LocalName, name.NamespaceName, count));
        foreach (var (name, (first, count)) in elements)
            faults.Add(BpmnFault.Of(FaultTexts.KeptElement, first, name, count));
    }

    internal static bool IsDocumentary(string localName) => Documentary.Contains(localName);

    private static void Count<T>(Dictionary<T, (XElement First, int Count)> into, T key, XElement e)
        where T : notnull
    {
        var (first, count) = into.GetValueOrDefault(key);
        // Read in document order but pushed by depth: the earliest line is the first.
        into[key] = first is null || BpmnXml.Position(e).CompareTo(BpmnXml.Position(first)) < 0 ? (e, count + 1) : (first, count + 1);
    }
}
