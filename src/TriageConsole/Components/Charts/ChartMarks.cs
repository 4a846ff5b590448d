using Plotly.Blazor.LayoutLib;
using AnnotationLib = Plotly.Blazor.LayoutLib.AnnotationLib;
using ShapeLib = Plotly.Blazor.LayoutLib.ShapeLib;

namespace TriageConsole.Components.Charts;

/// <summary>Draws marked changes as lines, with labels in up to three rows above the plot.</summary>
internal static class ChartMarks
{
    private const int MaxRows = 3;
    private const int RowHeight = 16;
    private const int MaxLabelLength = 28;
    private const double LetterWidth = 6.6;

    /// <summary>The width of the margins on both sides.</summary>
    private const int Margins = 70;

    /// <summary>Places labels without overlap. A mark without room keeps its line but has no label; the table lists it.</summary>
    public static IReadOnlyList<PlacedMark> Place(IReadOnlyList<ChartMark> marks, ChartScale scale, int width)
    {
        var ends = new double[MaxRows];
        var placed = new List<PlacedMark>();
        foreach (var (mark, at) in marks.Select(m => (m, At: scale.Share(m.X))).Where(m => m.At is >= 0 and <= 1).OrderBy(m => m.At))
        {
            var label = ChartText.Shorten(mark.Label, MaxLabelLength);
            var isRight = at > 0.75;
            var length = (label.Length * LetterWidth) + 10;
            var left = (at!.Value * (width - Margins)) - (isRight ? length : 0);
            var row = Array.FindIndex(ends, end => end <= left);
            if (row >= 0)
                ends[row] = left + length;
            placed.Add(
                new PlacedMark(
                    Math.Round(at.Value, 5),
                    ChartText.Escape(label),
                    mark.Kind == ChartMarkKind.Rubric,
                    isRight,
                    row >= 0 ? row : null
                )
            );
        }

        return placed;
    }

    /// <summary>The space that the labels need above the plot.</summary>
    public static int Height(IReadOnlyList<PlacedMark> marks) => marks.Max(m => m.Row + 1) * RowHeight ?? 0;

    public static Shape Line(PlacedMark mark, ChartPalette palette) =>
        new()
        {
            Type = ShapeLib.TypeEnum.Line,
            XRef = "paper",
            YRef = "paper",
            X0 = mark.At,
            X1 = mark.At,
            Y0 = 0,
            Y1 = 1,
            Layer = ShapeLib.LayerEnum.Above,
            Line = new ShapeLib.Line
            {
                Color = Color(mark, palette),
                Width = mark.IsRubric ? 1.5m : 1,
                Dash = mark.IsRubric ? "dash" : "dot",
            },
        };

    public static Annotation Label(PlacedMark mark, ChartPalette palette) =>
        new()
        {
            Text = mark.Label,
            XRef = "paper",
            YRef = "paper",
            X = mark.At,
            Y = 1,
            XAnchor = mark.IsRightAligned ? AnnotationLib.XAnchorEnum.Right : AnnotationLib.XAnchorEnum.Left,
            YAnchor = AnnotationLib.YAnchorEnum.Bottom,
            YShift = mark.Row * RowHeight,
            ShowArrow = false,
            BorderPad = 2,
            Font = new AnnotationLib.Font { Size = 11, Color = Color(mark, palette) },
        };

    private static string Color(PlacedMark mark, ChartPalette palette) => palette[mark.IsRubric ? "--warn" : "--muted"];
}
