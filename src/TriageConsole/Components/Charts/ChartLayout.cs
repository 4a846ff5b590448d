using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.LayoutLib.XAxisLib;
using X = Plotly.Blazor.LayoutLib.XAxisLib;
using Y = Plotly.Blazor.LayoutLib.YAxisLib;

namespace TriageConsole.Components.Charts;

/// <summary>The axes, margins, colors and marks of a drawing.</summary>
internal static class ChartLayout
{
    /// <summary>The family of the page around the drawing.</summary>
    private const string Family = "inherit";

    private const int TickSpace = 90;
    private const double MillisecondsOfDay = 86_400_000;

    public static Layout Of(ChartInput input, ChartScale scale, ChartPalette palette)
    {
        var marks = ChartMarks.Place(input.Marks, scale, input.Width);
        return new Layout
        {
            Width = input.Width,
            Height = input.Height,
            AutoSize = false,
            Font = new Font
            {
                Family = Family,
                Size = 12,
                Color = palette["--muted"],
            },
            Separators = ".\u202f",
            DragMode = DragModeEnum.False,
            HoverMode = HoverModeEnum.Closest,
            HoverDistance = 30,
            ShowLegend = false,
            PaperBgColor = palette.Faded("--surface", 0),
            PlotBgColor = palette.Faded("--surface", 0),
            Margin = new Margin
            {
                L = 36,
                R = 16,
                T = 10 + ChartMarks.Height(marks),
                B = 28,
                Pad = 4,
            },
            BarMode = input.IsStacked ? BarModeEnum.Stack : BarModeEnum.Group,
            BarGap = 0.35m,
            BarGroupGap = 0.08m,
            HoverLabel = new HoverLabel
            {
                BgColor = palette["--surface"],
                BorderColor = palette["--line"],
                Align = Plotly.Blazor.LayoutLib.HoverLabelLib.AlignEnum.Left,
                NameLength = -1,
                Font = new Plotly.Blazor.LayoutLib.HoverLabelLib.Font
                {
                    Family = Family,
                    Size = 12,
                    Color = palette["--text"],
                },
            },
            XAxis = [Horizontal(input, scale, palette)],
            YAxis = [Vertical(input, palette)],
            Shapes = [.. marks.Select(m => ChartMarks.Line(m, palette))],
            Annotations = [.. marks.Where(m => m.Row is not null).Select(m => ChartMarks.Label(m, palette))],
        };
    }

    private static XAxis Horizontal(ChartInput input, ChartScale scale, ChartPalette palette)
    {
        var ticks = scale.Type switch
        {
            TypeEnum.Category => ChartTicks.Names(scale.Names!, input.Width),
            TypeEnum.Date => new ChartTicks(Step: scale.Step),
            _ => ChartTicks.Of(input.X, [.. input.Series.SelectMany(s => s.Points).Select(p => p.X.Number)]),
        };
        return new XAxis
        {
            Type = scale.Type,
            Range = [.. scale.Range],
            CategoryArray = scale.Categories is { } names ? [.. names] : null,
            AutoMargin = X.AutoMarginFlag.True,
            FixedRange = true,
            ShowGrid = false,
            ShowLine = true,
            ZeroLine = false,
            LineColor = palette["--line"],
            TickColor = palette["--line"],
            Ticks = TicksEnum.Outside,
            TickLen = 4,
            // Labels that do not fit are left out or shortened; slanted ones are hard to read.
            TickAngle = 0,
            NTicks = Math.Max(2, input.Width / TickSpace),
            DTick = ticks.Step,
            TickVals = ticks.Values is { } values ? [.. values.Cast<object>()] : null,
            TickText = ticks.Texts is { } texts ? [.. texts.Cast<object>()] : null,
            TickFormat = ticks.Format,
            TickFormatStops = scale.Type == TypeEnum.Date ? Dates() : null,
            ExponentFormat = ExponentFormatEnum.None,
            Title = input.X.Caption is { } caption ? new X.Title { Text = ChartText.Escape(caption), Standoff = 8 } : null,
        };
    }

    private static YAxis Vertical(ChartInput input, ChartPalette palette)
    {
        var y = input.Y;
        var ticks = ChartTicks.Of(y, [.. input.Series.SelectMany(s => s.Points).SelectMany(p => new[] { p.Y, p.Low, p.High })]);
        var (low, high) = y.IsLog ? (Positive(y.Min), Positive(y.Max)) : (y.Min?.Number, y.Max?.Number);
        var isFromZero = y.HasZeroLine || input.Series.Any(s => s.Style is ChartStyle.Bar or ChartStyle.Area);
        return new YAxis
        {
            Type = y.IsLog ? Y.TypeEnum.Log : Y.TypeEnum.Linear,
            Range = (low, high) is ({ } from, { } to)
                ? y.IsLog
                    ? [Math.Log10(from), Math.Log10(to)]
                    : [from, to]
                : null,
            AutoRangeOptions = low is null ^ high is null ? new Y.AutoRangeOptions { MinAllowed = low, MaxAllowed = high } : null,
            RangeMode = isFromZero ? Y.RangeModeEnum.ToZero : null,
            AutoMargin = Y.AutoMarginFlag.True,
            FixedRange = true,
            GridColor = palette["--line"],
            GridWidth = 1,
            LineColor = palette["--line"],
            TickColor = palette["--line"],
            ZeroLine = y.HasZeroLine,
            ZeroLineColor = palette["--muted"],
            ZeroLineWidth = 1.5m,
            NTicks = Math.Max(3, input.Height / 40),
            SeparateThousands = true,
            DTick = ticks.Step,
            TickVals = ticks.Values is { } values ? [.. values.Cast<object>()] : null,
            TickText = ticks.Texts is { } texts ? [.. texts.Cast<object>()] : null,
            TickFormat = ticks.Format,
            ExponentFormat = Y.ExponentFormatEnum.None,
        };
    }

    /// <summary>The formats of times by the distance of their ticks. The second line of a label is shown only where it changes.</summary>
    private static List<TickFormatStop> Dates() =>
        [
            new() { DTickRange = [null!, MillisecondsOfDay - 1], Value = "%H:%M\n%-d %b %Y" },
            new() { DTickRange = [MillisecondsOfDay, MillisecondsOfDay * 28], Value = "%-d %b\n%Y" },
            new() { DTickRange = ["M1", "M11"], Value = "%b\n%Y" },
            new() { DTickRange = ["M12", null!], Value = "%Y" },
        ];

    private static double? Positive(ChartValue? value) => value?.Number is > 0 and var number ? number : null;
}
