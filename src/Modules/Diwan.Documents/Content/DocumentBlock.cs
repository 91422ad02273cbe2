namespace Diwan.Documents;

/// <summary>A part of a document, in reading order.</summary>
public abstract record DocumentBlock
{
    private DocumentBlock()
    {
    }

    /// <summary>The heading of a section.</summary>
    public sealed record Heading(Words Text) : DocumentBlock;

    /// <summary>A paragraph. Arabic and English stand side by side in a document in both.</summary>
    public sealed record Paragraph(Words Text, ParagraphTone Tone = ParagraphTone.Body) : DocumentBlock;

    /// <summary>The one value the document is about, large and in the middle: the holder's name, the trade name.</summary>
    public sealed record Headline(Words Text, Words? Detail = null) : DocumentBlock;

    /// <summary>Labels with their values.</summary>
    /// <param name="Columns">1 or 2 pairs side by side.</param>
    public sealed record Fields(IReadOnlyList<Field> Items, Words? Caption = null, int Columns = 1) : DocumentBlock;

    /// <summary>A table. Its header is repeated on every page it reaches.</summary>
    /// <param name="Rows">Each as long as <paramref name="Columns"/>; a missing cell is left empty.</param>
    /// <param name="Totals">A last row in bold, or none.</param>
    public sealed record Table(
        IReadOnlyList<TableColumn> Columns,
        IReadOnlyList<IReadOnlyList<Words>> Rows,
        Words? Caption = null,
        IReadOnlyList<Words>? Totals = null) : DocumentBlock;

    /// <summary>Parts of a whole side by side, each as a bar with its figure written out: nothing is told by colour alone.</summary>
    public sealed record Bars(IReadOnlyList<Bar> Items, Words? Caption = null) : DocumentBlock;

    /// <summary>What follows begins on a new page.</summary>
    public sealed record PageBreak : DocumentBlock;

    /// <summary>A list of reasons, conditions or steps.</summary>
    public sealed record Points(IReadOnlyList<Words> Entries, bool Numbered = false, Words? Caption = null) : DocumentBlock;

    /// <summary>A boxed notice: a condition, a warning, the remedy against a refusal.</summary>
    public sealed record Notice(Words Text, Words? Title = null, NoticeTone Tone = NoticeTone.Plain) : DocumentBlock;

    /// <summary>An amount in large type: what was paid.</summary>
    public sealed record Amount(Words Label, Words Value, Words? InWords = null) : DocumentBlock;

    /// <summary>The office that issues, with the name of who approved it where the law asks for one.</summary>
    public sealed record Signatory(Words Office, Words? Name = null, Words? On = null) : DocumentBlock;

    /// <summary>A card of ID-1 size, front and back.</summary>
    public sealed record Card(Words Title, Words Plate, IReadOnlyList<Field> Front, IReadOnlyList<Field> Back) : DocumentBlock;

    /// <summary>A true drawing of a plot and its neighbours, never reprojected.</summary>
    /// <param name="Plot">The plot itself.</param>
    /// <param name="Neighbours">What lies around it; clipped to the frame.</param>
    /// <param name="Scale">The denominator of the scale: 500 for 1:500. When the plot does not fit, the next larger usual denominator is taken and printed.</param>
    /// <param name="ReferenceSystem">The name of the coordinate reference system, as the cadastre calls it.</param>
    /// <param name="Sheet">The number of the cadastral sheet.</param>
    /// <param name="DataDate">The day of the cadastral data, as written.</param>
    public sealed record PlotDrawing(
        PlotShape Plot,
        IReadOnlyList<PlotShape> Neighbours,
        int Scale,
        Words ReferenceSystem,
        string Sheet,
        string DataDate) : DocumentBlock;
}

/// <summary>The weight of a paragraph.</summary>
public enum ParagraphTone
{
    Body,
    Lead,
    Small,
}

public enum NoticeTone
{
    Plain,
    Important,
}

/// <summary>A label and its value.</summary>
public sealed record Field(Words Label, Words Value);

/// <summary>A bar.</summary>
/// <param name="Part">Its length, from 0 to 1.</param>
/// <param name="Figure">What it stands for, as written.</param>
public sealed record Bar(Words Label, double Part, Words Figure);

/// <summary>A column of a table.</summary>
/// <param name="Weight">Its share of the width, beside the other columns'.</param>
/// <param name="Number">Whether its cells are numbers or amounts, which are aligned to the end.</param>
public sealed record TableColumn(Words Header, double Weight = 1, bool Number = false);

/// <summary>A corner in the plane of the reference system, in metres.</summary>
public readonly record struct PlanPoint(double Easting, double Northing);

/// <summary>What a shape on a plan stands for; decides how it is drawn.</summary>
public enum PlotKind
{
    Plot,
    Road,
    Open,
}

/// <summary>A closed outline on a plan.</summary>
/// <param name="Label">The plot's number or the road's name, drawn inside.</param>
/// <param name="Corners">At least three, in order, not repeated at the end.</param>
public sealed record PlotShape(string Label, IReadOnlyList<PlanPoint> Corners, PlotKind Kind = PlotKind.Plot);
