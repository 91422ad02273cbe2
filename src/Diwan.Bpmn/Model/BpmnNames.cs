using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>The namespaces of BPMN 2.0 (OMG formal/2013-12-09) and of Diwan's own extension attributes.</summary>
public static class BpmnNames
{
    public const string Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public const string Diagram = "http://www.omg.org/spec/BPMN/20100524/DI";
    public const string DiagramCommon = "http://www.omg.org/spec/DD/20100524/DC";
    public const string DiagramInterchange = "http://www.omg.org/spec/DD/20100524/DI";

    /// <summary>Extension attributes read by the comparison of two processes: minutes, visits, papers, cost.</summary>
    public const string Diwan = "https://diwan.example/bpmn";

    internal static readonly XNamespace M = Model;
    internal static readonly XNamespace Di = Diagram;
    internal static readonly XNamespace Dc = DiagramCommon;
    internal static readonly XNamespace Dd = DiagramInterchange;
    internal static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";
}
