namespace TriageConsole.Components.Charts;

/// <summary>
/// The ticks of an axis: percent for shares; whole numbers for counts; 1, 2 and 5 per decade on a log axis, or powers of ten if there are
/// many decades. What is null, plotly.js chooses.
/// </summary>
internal sealed record ChartTicks(
    double? Step = null,
    string? Format = null,
    IReadOnlyList<double>? Values = null,
    IReadOnlyList<string>? Texts = null
)
{
    private const int MaxDecadesOfThree = 3;
    private const int MaxPowers = 8;
    private const int MaxSteps = 5;
    private const int MinNameLength = 6;
    private const double LetterWidth = 7;

    /// <summary>The width of the margins on both sides.</summary>
    private const int Margins = 70;

    /// <summary>Below this value plotly.js truncates numbers in its default format.</summary>
    private const double Small = 0.001;

    public static ChartTicks Of(ChartAxis axis, IReadOnlyList<double?> values)
    {
        if (axis.IsLog)
            return Log(axis, values);
        var largest = values
            .Append(axis.Min?.Number)
            .Append(axis.Max?.Number)
            .OfType<double>()
            .Where(double.IsFinite)
            .Select(Math.Abs)
            .DefaultIfEmpty(0)
            .Max();
        if (axis.IsCount)
            return new ChartTicks(Whole(largest), ",d");
        var isSmall = largest is > 0 and < Small;
        return new ChartTicks(
            Format: axis.IsShare
                ? isSmall
                    ? ".12~%"
                    : "~%"
                : isSmall
                    ? "~g"
                    : null
        );
    }

    /// <summary>The names below the axis, shortened to their room. If there is too little, only every second or third.</summary>
    public static ChartTicks Names(IReadOnlyList<string> names, int width)
    {
        var letters = Math.Max(1, (width - Margins) / LetterWidth / Math.Max(1, names.Count));
        var step = Math.Max(1, (int)Math.Ceiling(MinNameLength / letters));
        var shown = Enumerable.Range(0, names.Count).Where(n => n % step == 0).ToList();
        var length = Math.Max(2, (int)(letters * step) - 1);
        return new ChartTicks(
            Values: [.. shown.Select(n => (double)n)],
            Texts: [.. shown.Select(n => ChartText.Escape(ChartText.Shorten(names[n], length)))]
        );
    }

    /// <summary>1, 2 or 5 times a power of ten, so that there are at most five steps.</summary>
    private static double Whole(double largest)
    {
        var step = 1.0;
        for (var n = 0; largest / step > MaxSteps; n++)
            step *= n % 3 == 1 ? 2.5 : 2;
        return step;
    }

    private static ChartTicks Log(ChartAxis axis, IReadOnlyList<double?> values)
    {
        var drawn = values
            .Append(axis.Min?.Number)
            .Append(axis.Max?.Number)
            .Where(v => v > 0 && double.IsFinite(v.Value))
            .Select(v => Math.Log10(v!.Value))
            .ToList();
        if (drawn.Count == 0)
            return new ChartTicks();
        var (first, last) = ((int)Math.Floor(drawn.Min()), (int)Math.Ceiling(drawn.Max()));
        double[] digits = last - first <= MaxDecadesOfThree ? [1, 2, 5] : [1];
        var step = Math.Max(1, (last - first) / MaxPowers);
        var ticks = (
            from power in Enumerable.Range(first, last - first + 1)
            where (power - first) % step == 0
            from digit in digits
            select digit * Math.Pow(10, power)
        ).ToList();
        return new ChartTicks(Values: ticks, Texts: [.. ticks.Select(t => axis.IsShare ? axis.Format(t) : Figures.Number(t))]);
    }
}
