using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using BarLib = Plotly.Blazor.Traces.BarLib;
using MarkerLib = Plotly.Blazor.Traces.ScatterLib.MarkerLib;

namespace TriageConsole.Components.Charts;

/// <summary>Maps typed series to a drawing of Plotly.Blazor. Pure.</summary>
internal static class ChartMapping
{
    private const int MaxMarkers = 40;
    private const int SparseMarkers = 12;
    private const string Template = "%{hovertext}<extra></extra>";

    /// <summary>Whether there is anything to draw.</summary>
    public static bool IsEmpty(IReadOnlyList<ChartSeries> series) => !series.Any(s => s.Points.Any(p => Drawn(p.Y) is not null));

    public static ChartFigure Map(ChartInput input)
    {
        var palette = ChartPalette.Of(input.IsDark);
        var scale = ChartScale.Of(input.Series, input.X);
        var data = new List<ITrace>();
        var links = new List<IReadOnlyList<string?>>();
        foreach (var (series, place) in input.Series.Select((s, n) => (s, n)))
        {
            var look = ChartLook.Of(series, place);
            if (series.Style is ChartStyle.Line or ChartStyle.Area && Band(series, look, scale, input.Y, palette) is { } band)
            {
                data.Add(band);
                links.Add([]);
            }

            data.Add(
                series.Style == ChartStyle.Bar ? Bars(series, look, scale, input, palette) : Line(series, look, scale, input, palette)
            );
            links.Add([.. series.Points.Select(p => ChartText.InApp(p.Link))]);
        }

        return new ChartFigure(data, ChartLayout.Of(input, scale, palette), links);
    }

    private static Bar Bars(ChartSeries series, ChartLook look, ChartScale scale, ChartInput input, ChartPalette palette)
    {
        // The fill is paler than the outline so that the interval stays visible on it.
        var (one, each) = Each(
            series.Points,
            p => series.IsEstimated ? palette[look.Color] : palette.Faded(look.Color, p.IsThin ? 20 : 60)
        );
        return new Bar
        {
            X = [.. series.Points.Select(p => scale.Place(p.X))],
            Y = Values(series),
            HoverTemplate = Template,
            HoverTextArray = Hover(series, input),
            Marker = new BarLib.Marker
            {
                Color = one,
                ColorArray = each,
                Line = new BarLib.MarkerLib.Line { Color = palette[look.Color], Width = 1 },
                Pattern = series.IsEstimated
                    ? new BarLib.MarkerLib.Pattern
                    {
                        Shape = BarLib.MarkerLib.PatternLib.ShapeEnum.Slash,
                        FillMode = BarLib.MarkerLib.PatternLib.FillModeEnum.Replace,
                        Size = 6,
                        Solidity = 0.25m,
                    }
                    : null,
            },
            ErrorY = Errors(series.Points, _ => true) is { } ends
                ? new BarLib.ErrorY
                {
                    Type = BarLib.ErrorYLib.TypeEnum.Data,
                    Symmetric = false,
                    Array = ends.Up,
                    ArrayMinus = ends.Down,
                    Color = palette["--text"],
                    Thickness = 1.5m,
                    Width = 4,
                }
                : null,
        };
    }

    private static Scatter Line(ChartSeries series, ChartLook look, ChartScale scale, ChartInput input, ChartPalette palette)
    {
        var isPoints = series.Style == ChartStyle.Points;
        var isArea = series.Style == ChartStyle.Area;
        // A band needs two neighboring points. A single point shows its interval as an error bar.
        var ends = Errors(
            series.Points,
            n => isPoints || (!HasBand(series.Points, n - 1, input.Y) && !HasBand(series.Points, n + 1, input.Y))
        );
        return new Scatter
        {
            X = [.. series.Points.Select(p => scale.Place(p.X))],
            Y = Values(series),
            HoverTemplate = Template,
            HoverTextArray = Hover(series, input),
            Mode = isPoints ? ModeFlag.Markers : ModeFlag.Lines | ModeFlag.Markers,
            ClipOnAxis = false,
            Line = isPoints
                ? null
                : new Line
                {
                    Color = palette[look.Color],
                    Width = 2,
                    Dash = look.IsDashed ? "dash" : null,
                },
            Marker = Marker(series, look, isPoints ? 9 : 7, palette),
            Fill = isArea ? FillEnum.ToZeroY : null,
            FillColor = isArea ? palette.Faded(look.Color, 14) : null,
            ErrorY = ends is { } both
                ? new ErrorY
                {
                    Type = Plotly.Blazor.Traces.ScatterLib.ErrorYLib.TypeEnum.Data,
                    Symmetric = false,
                    Array = both.Up,
                    ArrayMinus = both.Down,
                    Color = palette.Faded(look.Color, 60),
                    Thickness = 1.5m,
                    Width = 4,
                }
                : null,
        };
    }

    /// <summary>Markers are filled for measured values and hollow for estimates and for points with few data.</summary>
    private static Marker Marker(ChartSeries series, ChartLook look, decimal size, ChartPalette palette)
    {
        var (one, each) = Each(series.Points, p => p.IsThin || series.IsEstimated ? palette["--surface"] : palette[look.Color]);
        return new Marker
        {
            Color = one,
            ColorArray = each,
            Symbol = look.Symbol,
            Size = size,
            MaxDisplayed = series.Points.Count > MaxMarkers && series.Style != ChartStyle.Points ? SparseMarkers : null,
            Line = new MarkerLib.Line { Color = palette[look.Color], Width = 1.5m },
        };
    }

    /// <summary>Draws one polygon per run of points with intervals: along the lower ends, then back along the upper ends.</summary>
    private static Scatter? Band(ChartSeries series, ChartLook look, ChartScale scale, ChartAxis y, ChartPalette palette)
    {
        var (xs, ys) = (new List<object?>(), new List<object?>());
        for (var from = 0; from < series.Points.Count; from++)
        {
            var end = from;
            while (HasBand(series.Points, end, y))
                end++;
            if (end - from >= 2)
            {
                if (xs.Count > 0)
                    (xs, ys) = ([.. xs, null], [.. ys, null]);
                var run = series.Points.Skip(from).Take(end - from).ToList();
                xs.AddRange(run.Concat(run.AsEnumerable().Reverse()).Select(p => scale.Place(p.X)));
                ys.AddRange(run.Select(p => (object?)p.Low).Concat(run.AsEnumerable().Reverse().Select(p => (object?)p.High)));
            }

            from = Math.Max(from, end - 1);
        }

        return xs.Count == 0
            ? null
            : new Scatter
            {
                X = xs,
                Y = ys,
                Mode = ModeFlag.Lines,
                Fill = FillEnum.ToSelf,
                FillColor = palette.Faded(look.Color, 16),
                Line = new Line { Color = palette.Faded("--surface", 0), Width = 0 },
                HoverInfo = HoverInfoFlag.Skip,
            };
    }

    private static bool HasBand(IReadOnlyList<ChartPoint> points, int at, ChartAxis y) =>
        at >= 0 && at < points.Count && HasInterval(points[at]) && (!y.IsLog || points[at].Low > 0);

    private static bool HasInterval(ChartPoint point) =>
        Drawn(point.Y) is not null && Drawn(point.Low) is not null && Drawn(point.High) is not null;

    private static (IList<object?> Up, IList<object?> Down)? Errors(IReadOnlyList<ChartPoint> points, Func<int, bool> where)
    {
        if (!points.Where((p, n) => HasInterval(p) && where(n)).Any())
            return null;
        List<object?> Ends(Func<ChartPoint, double> length) =>
            [.. points.Select((p, n) => HasInterval(p) && where(n) ? (object?)Math.Max(0, length(p)) : null)];
        return (Ends(p => p.High!.Value - p.Y!.Value), Ends(p => p.Y!.Value - p.Low!.Value));
    }

    private static List<object?> Values(ChartSeries series) => [.. series.Points.Select(p => (object?)Drawn(p.Y))];

    private static List<string> Hover(ChartSeries series, ChartInput input) =>
        [.. series.Points.Select(p => ChartText.Hover(series, p, input.Y, input.Series.Count > 1))];

    /// <summary>A single color if all points have the same, otherwise one per point.</summary>
    private static (object? One, IList<object>? Each) Each(IReadOnlyList<ChartPoint> points, Func<ChartPoint, string> color)
    {
        var colors = points.Select(color).ToList();
        return colors.Distinct().Count() == 1 ? (colors[0], null) : (null, [.. colors]);
    }

    internal static double? Drawn(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
