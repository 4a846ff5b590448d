namespace TriageConsole.Core.Agreement;

/// <summary>
/// Krippendorff's α = 1 − Dₒ/Dₑ for any number of labelers and missing labels. Source: K. Krippendorff, "Computing Krippendorff's
/// Alpha-Reliability", 2011. As there, items with one label are left out.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>α with its jackknife-t interval over items.</summary>
    public static AgreementFigure Of(AgreementTable table, MeasurementLevel level)
    {
        if (level == MeasurementLevel.Ratio && table.Values.Any(v => v < 0))
            return AgreementFigure.Undefined("undefined: the ratio level needs values of zero or more");
        if (table.PairedItems == 0)
            return AgreementFigure.Undefined(AgreementFigure.NothingPaired);
        var sums = AlphaSums.Of(table, level);
        var value = sums.Alpha();
        if (double.IsNaN(value))
            return AgreementFigure.Undefined(AgreementFigure.OneCategory);
        return Jackknife.Around(
            value,
            Enumerable.Range(0, table.Patterns).Where(p => table.LabelsOf(p) >= 2).Select(p => (sums.AlphaWithout(p), table.ItemsOf(p)))
        );
    }

    /// <summary>The coefficient without its interval, which is faster; null if it is undefined.</summary>
    public static double? ValueOf(AgreementTable table, MeasurementLevel level) =>
        (level != MeasurementLevel.Ratio || !table.Values.Any(v => v < 0))
        && AlphaSums.Of(table, level).Alpha() is var value
        && !double.IsNaN(value)
            ? value
            : null;
}
