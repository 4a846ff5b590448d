namespace TriageConsole.Components.Charts;

/// <summary>
/// Chooses the ticks of a numeric axis: percent for shares; 1, 2 and 5 per decade on a log axis, or powers of ten if there are many
/// decades.
/// </summary>
internal static class ChartTicks
{
    private const int MaxDecadesOfThree = 3;
    private const int MaxPowers = 8;

    /// <summary>Below this value plotly.js truncates numbers in its default format.</summary>
    private const double Small = 0.001;

    public static PlotlyAxis On(PlotlyAxis axis, ChartAxis meaning, IEnumerable<double?> values)
    {
        if (!meaning.IsLog)
            return axis with { Tickformat = Format(meaning, values) };
        var drawn = values
            .Append(meaning.Min?.Number)
            .Append(meaning.Max?.Number)
            .Where(v => v > 0 && double.IsFinite(v.Value))
            .Select(v => Math.Log10(v!.Value))
            .ToList();
        if (drawn.Count == 0)
            return axis;
        var (first, last) = ((int)Math.Floor(drawn.Min()), (int)Math.Ceiling(drawn.Max()));
        double[] digits = last - first <= MaxDecadesOfThree ? [1, 2, 5] : [1];
        var step = Math.Max(1, (last - first) / MaxPowers);
        var ticks = (
            from power in Enumerable.Range(first, last - first + 1)
            where (power - first) % step == 0
            from digit in digits
            select digit * Math.Pow(10, power)
        ).ToList();
        return axis with { Tickvals = ticks, Ticktext = [.. ticks.Select(t => meaning.IsShare ? meaning.Format(t) : ChartAxis.Plain(t))] };
    }

    /// <summary>Formats small numbers by significant digits. Null leaves the format to plotly.js.</summary>
    private static string? Format(ChartAxis meaning, IEnumerable<double?> values)
    {
        var largest = values
            .Append(meaning.Min?.Number)
            .Append(meaning.Max?.Number)
            .OfType<double>()
            .Where(double.IsFinite)
            .Select(Math.Abs)
            .DefaultIfEmpty(0)
            .Max();
        return meaning.IsShare
            ? largest is > 0 and < Small
                ? ".12~%"
                : "~%"
            : largest is > 0 and < Small
                ? "~g"
                : null;
    }
}
