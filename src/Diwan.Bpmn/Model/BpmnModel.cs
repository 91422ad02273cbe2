using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>
/// A BPMN 2.0 file: its processes ready to check, run and draw, and everything else in it kept as written,
/// so that <see cref="Write"/> gives back what was read.
/// </summary>
public sealed class BpmnModel
{
    internal BpmnModel(XDocument document, IReadOnlyList<BpmnProcess> processes)
    {
        Document = document;
        Processes = processes;
    }

    public IReadOnlyList<BpmnProcess> Processes { get; }

    internal XDocument Document { get; }

    /// <summary>Reads a file's text. Never throws for what the text says: see the faults.</summary>
    public static BpmnReadResult Read(string xml, BpmnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return BpmnReader.Read(xml, options ?? new BpmnOptions());
    }

    /// <summary>Reads a stream in the encoding its mark or declaration names, UTF-8 otherwise, and leaves it open.</summary>
    public static BpmnReadResult Read(Stream stream, BpmnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return BpmnReader.Read(stream, options ?? new BpmnOptions());
    }

    /// <summary>The process with that id; without an id, the only executable one, else the first.</summary>
    public BpmnProcess? Find(string? id = null) =>
        id is not null ? Processes.FirstOrDefault(p => p.Id == id)
        : Processes.FirstOrDefault(p => p.IsExecutable) ?? (Processes.Count > 0 ? Processes[0] : null);

    /// <summary>The file's text, with every element, attribute, comment and diagram position it had. Store it as UTF-8.</summary>
    public string Write() => XmlText.Write(Document);

    /// <summary>
    /// The process as an SVG element, to be put into a page as it is: from the positions in the file, or laid out when it has none.
    /// It holds no style attribute and no script. A model without any process gives an empty picture that says so.
    /// </summary>
    public string ToSvg(BpmnSvgOptions? options = null) => SvgPage.Of(this, options ?? new BpmnSvgOptions());
}
