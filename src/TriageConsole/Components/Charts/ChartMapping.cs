namespace TriageConsole.Components.Charts;

/// <summary>Maps typed series to a plotly.js figure. Pure.</summary>
internal static class ChartMapping
{
    private const int MaxMarkers = 40;
    private const int SparseMarkers = 12;
    private const int MaxMarkLength = 28;
    private const string Template = "%{hovertext}<extra></extra>";

    /// <summary>Whether there is anything to draw.</summary>
    public static bool IsEmpty(IReadOnlyList<ChartSeries> series) => !series.Any(s => s.Points.Any(p => Drawn(p.Y) is not null));

    public static PlotlyFigure Map(
        IReadOnlyList<ChartSeries> series,
        IReadOnlyList<ChartMark> marks,
        ChartAxis x,
        ChartAxis y,
        bool isStacked
    )
    {
        var scale = ChartScale.Of(series, x);
        var data = new List<PlotlyTrace>();
        foreach (var (one, place) in series.Select((s, n) => (s, n)))
        {
            var look = ChartLook.Of(one, place);
            if (one.Style is ChartStyle.Line or ChartStyle.Area && Band(one, look, scale, y) is { } band)
                data.Add(band);
            data.Add(Trace(one, look, scale, y, named: series.Count > 1));
        }

        var vertical = ChartTicks.On(
            Vertical(series, y),
            y,
            series.SelectMany(s => s.Points).SelectMany(p => new[] { p.Y, p.Low, p.High })
        );
        var horizontal = new PlotlyAxis(scale.Type)
        {
            Range = scale.Range,
            Dtick = scale.Step,
            Title = x.Caption is { } caption ? ChartText.Escape(caption) : null,
            Categoryarray = scale.Categories,
        };
        horizontal = scale.Type is "date" or "category"
            ? horizontal
            : ChartTicks.On(horizontal, x, series.SelectMany(s => s.Points).Select(p => p.X.Number));
        return new PlotlyFigure(data, new PlotlyLayout(horizontal, vertical, isStacked ? "stack" : "group"), Marks(marks, scale));
    }

    private static PlotlyTrace Trace(ChartSeries series, ChartLook look, ChartScale scale, ChartAxis y, bool named)
    {
        var points = series.Points;
        var links = points.Select(p => ChartText.InApp(p.Link)).ToList();
        var trace = new PlotlyTrace(
            series.Style == ChartStyle.Bar ? "bar" : "scatter",
            [.. points.Select(p => scale.Place(p.X))],
            [.. points.Select(p => Drawn(p.Y))]
        )
        {
            Hovertemplate = Template,
            Hovertext = [.. points.Select(p => Hover(series, p, y, named))],
            Customdata = links.Exists(l => l is not null) ? links : null,
        };
        return series.Style switch
        {
            ChartStyle.Bar => trace with
            {
                // The fill is paler than the outline so that the interval stays visible on it.
                Marker = new PlotlyMarker(
                    Each(points, p => series.IsEstimated ? look.Color : look.Color + (p.IsThin ? " 20" : " 60")),
                    Line: new PlotlyLine(look.Color, 1),
                    Pattern: series.IsEstimated ? new PlotlyPattern("/", "replace", 6, 0.25) : null
                ),
                ErrorY = Errors(points, _ => true, "--text"),
            },
            ChartStyle.Points => trace with
            {
                Mode = "markers",
                Cliponaxis = false,
                Marker = Marker(series, look, 9),
                ErrorY = Errors(points, _ => true, look.Color + " 60"),
            },
            var style => trace with
            {
                Mode = "lines+markers",
                Cliponaxis = false,
                Line = new PlotlyLine(look.Color, 2, look.IsDashed ? "dash" : null),
                Marker = Marker(series, look, 7),
                Fill = style == ChartStyle.Area ? "tozeroy" : null,
                Fillcolor = style == ChartStyle.Area ? look.Color + " 14" : null,
                // A band needs two neighboring points. A single point shows its interval as an error bar.
                ErrorY = Errors(points, n => !HasBand(points, n - 1, y) && !HasBand(points, n + 1, y), look.Color + " 60"),
            },
        };
    }

    /// <summary>Markers are filled for measured values and hollow for estimates and for points with few data.</summary>
    private static PlotlyMarker Marker(ChartSeries series, ChartLook look, double size) =>
        new(
            Each(series.Points, p => p.IsThin || series.IsEstimated ? "--surface" : look.Color),
            look.Symbol,
            size,
            series.Points.Count > MaxMarkers && series.Style != ChartStyle.Points ? SparseMarkers : null,
            new PlotlyLine(look.Color, 1.5)
        );

    /// <summary>Draws one polygon per run of points with intervals: along the lower ends, then back along the upper ends.</summary>
    private static PlotlyTrace? Band(ChartSeries series, ChartLook look, ChartScale scale, ChartAxis y)
    {
        var (xs, ys) = (new List<object?>(), new List<double?>());
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
                ys.AddRange(run.Select(p => p.Low).Concat(run.AsEnumerable().Reverse().Select(p => p.High)));
            }

            from = Math.Max(from, end - 1);
        }

        return xs.Count == 0
            ? null
            : new PlotlyTrace("scatter", xs, ys)
            {
                Mode = "lines",
                Fill = "toself",
                Fillcolor = look.Color + " 16",
                Line = new PlotlyLine("--surface 0", 0),
                Hoverinfo = "skip",
            };
    }

    private static bool HasBand(IReadOnlyList<ChartPoint> points, int at, ChartAxis y) =>
        at >= 0 && at < points.Count && HasInterval(points[at]) && (!y.IsLog || points[at].Low > 0);

    private static bool HasInterval(ChartPoint point) =>
        Drawn(point.Y) is not null && Drawn(point.Low) is not null && Drawn(point.High) is not null;

    private static PlotlyError? Errors(IReadOnlyList<ChartPoint> points, Func<int, bool> where, string color)
    {
        if (!points.Where((p, n) => HasInterval(p) && where(n)).Any())
            return null;
        return new PlotlyError(
            [.. points.Select((p, n) => HasInterval(p) && where(n) ? Math.Max(0, p.High!.Value - p.Y!.Value) : (double?)null)],
            [.. points.Select((p, n) => HasInterval(p) && where(n) ? Math.Max(0, p.Y!.Value - p.Low!.Value) : (double?)null)],
            color
        );
    }

    private static string Hover(ChartSeries series, ChartPoint point, ChartAxis y, bool named)
    {
        if (Drawn(point.Y) is not { } value)
            return "";
        var name = named ? ChartText.Escape(ChartText.Shorten(series.Name, 60)) + ": " : "";
        var interval = HasInterval(point) ? $" ({y.Format(point.Low!.Value)} to {y.Format(point.High!.Value)})" : "";
        var text = point.Text is { Length: > 0 } more ? "<br>" + ChartText.Escape(ChartText.Shorten(more, 120)) : "";
        // Use no tag except the line break: plotly.js renders the others with style attributes, which the content security policy forbids.
        return $"{ChartText.Escape(point.X.ToString())}<br>{name}{ChartText.Escape(y.Format(value))}{ChartText.Escape(interval)}"
            + $"{(series.IsEstimated ? ", estimated" : "")}{text}";
    }

    private static List<PlotlyMark> Marks(IReadOnlyList<ChartMark> marks, ChartScale scale) =>
        [
            .. from mark in marks
            let at = scale.Share(mark.X)
            where at is >= 0 and <= 1
            orderby at
            let label = ChartText.Shorten(mark.Label, MaxMarkLength)
            select new PlotlyMark(Math.Round(at.Value, 5), ChartText.Escape(label), label.Length, mark.Kind == ChartMarkKind.Rubric),
        ];

    private static PlotlyAxis Vertical(IReadOnlyList<ChartSeries> series, ChartAxis y)
    {
        var (low, high) = y.IsLog ? (Positive(y.Min), Positive(y.Max)) : (y.Min?.Number, y.Max?.Number);
        return new PlotlyAxis(y.IsLog ? "log" : "linear")
        {
            Range = (low, high) is ({ } from, { } to) ? (y.IsLog ? [Math.Log10(from), Math.Log10(to)] : [from, to]) : null,
            Autorangeoptions = low is null ^ high is null ? new PlotlyEnd(low, high) : null,
            Rangemode = y.HasZeroLine || series.Any(s => s.Style is ChartStyle.Bar or ChartStyle.Area) ? "tozero" : null,
            Zeroline = y.HasZeroLine ? true : null,
        };
    }

    /// <summary>Returns a single value if all points have the same color.</summary>
    private static object Each(IReadOnlyList<ChartPoint> points, Func<ChartPoint, string> color)
    {
        var colors = points.Select(color).ToList();
        return colors.Distinct().Count() == 1 ? colors[0] : colors;
    }

    private static double? Positive(ChartValue? value) => value?.Number is > 0 and var number ? number : null;

    private static double? Drawn(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
