using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;

namespace TriageConsole.Features.Reports;

/// <summary>A measure of the workflow in the two weeks.</summary>
/// <param name="Name">The name of the metric, or of the count.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Unit">The unit of the metric; null without one.</param>
/// <param name="IsShare">The values are shares from 0 to 1.</param>
/// <param name="LowerIsBetter">Whether lower values are better.</param>
/// <param name="Before">The week before.</param>
/// <param name="Now">The week of the report.</param>
/// <param name="Difference">Now − before with its 95 % interval.</param>
/// <param name="Verdict">better or worse: the whole interval is on one side of zero. not_enough: fewer than 30 values in a week.</param>
public sealed record ReportMeasure(
    string Name,
    ReportMeasureKind Kind,
    string? Unit,
    bool IsShare,
    bool LowerIsBetter,
    ReportFigure Before,
    ReportFigure Now,
    Interval Difference,
    ShiftVerdict Verdict
)
{
    internal static ReportMeasure Of(
        string name,
        ReportMeasureKind kind,
        string? unit,
        bool lowerIsBetter,
        OutcomeSums before,
        OutcomeSums now
    )
    {
        var d = WeekDifference.Of(before, now, lowerIsBetter);
        var all = before + now;
        return new ReportMeasure(
            name,
            kind,
            string.IsNullOrWhiteSpace(unit) ? null : unit,
            all is { Count: > 0, IsYesNo: true },
            lowerIsBetter,
            ReportFigure.Of(d.Before),
            ReportFigure.Of(d.Now),
            d.Difference,
            d.Verdict
        );
    }
}
