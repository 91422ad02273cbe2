namespace Diwan.Bpmn;

/// <summary>The svg element around a picture: size, title, description, ends of lines.</summary>
internal static class SvgPage
{
    internal static string Of(BpmnModel model, BpmnSvgOptions options)
    {
        using var svg = new SvgText();
        if (model.Find(options.ProcessId) is not { } process)
        {
            var none = options.Title ?? (PictureWords.IsArabic(options.Language) ? "لا توجد عملية لعرضها." : "There is no process to show.");
            Open(svg, options, 400, 60, none, none);
            svg.Lines([none], 200, 34);
            svg.Close();
            return svg.Finish();
        }

        var picture = new Picture(model, process, options);
        var (width, height) = picture.Size();
        Open(svg, options, width, height, PictureWords.Title(process, options), picture.InWords());
        Artifacts.Markers(svg, Picture.Prefix(options), "#1d2433");
        picture.Draw(svg);
        svg.Close();
        return svg.Finish();
    }

    /// <summary>Two processes one over the other, each under its heading.</summary>
    internal static string Both(BpmnModel before, BpmnModel after, BpmnSvgOptions options, string beforeHeading, string afterHeading, string title, string description, (IReadOnlyDictionary<string, BpmnChangeKind> Before, IReadOnlyDictionary<string, BpmnChangeKind> After) changes)
    {
        var rtl = options.RightToLeft;
        var first = new Picture(before, before.Find() ?? throw new ArgumentException("The model holds no process.", nameof(before)), options with { State = null, Current = [], Changes = changes.Before });
        var second = new Picture(after, after.Find(options.ProcessId) ?? throw new ArgumentException("The model holds no process.", nameof(after)), options with { Changes = changes.After });
        var ((w1, h1), (w2, h2)) = (first.Size(), second.Size());
        var width = Math.Max(Math.Max(w1, w2), 320);
        using var svg = new SvgText();
        Open(svg, options, width, h1 + h2 + 90, title, description);
        Artifacts.Markers(svg, Picture.Prefix(options), "#1d2433");
        Half(beforeHeading, 0, first, w1);
        svg.Leaf("line", ("x1", 0d), ("y1", h1 + 45), ("x2", width), ("y2", h1 + 45), ("stroke", "#8a8f98"), ("stroke-width", 1));
        Half(afterHeading, h1 + 45, second, w2);
        svg.Close();
        return svg.Finish();

        void Half(string heading, double y, Picture picture, double own)
        {
            svg.Lines([heading], rtl ? width - 20 : 20, y + 28, 16, "start", "bpmn-heading", rtl);
            svg.Open("g", ("transform", $"translate({SvgText.N(rtl ? width - own : 0)} {SvgText.N(y + 35)})"));
            picture.Draw(svg);
            svg.Close();
        }
    }

    private static void Open(SvgText svg, BpmnSvgOptions options, double width, double height, string title, string description)
    {
        var prefix = Picture.Prefix(options);
        svg.Open("svg", ("class", "bpmn"), ("viewBox", $"0 0 {SvgText.N(width)} {SvgText.N(height)}"), ("width", width), ("height", height), ("role", "img"),
            ("aria-labelledby", $"{prefix}-title {prefix}-desc"), ("lang", options.Language));
        svg.Worded("title", title, ("id", prefix + "-title"));
        svg.Worded("desc", description, ("id", prefix + "-desc"));
    }
}
