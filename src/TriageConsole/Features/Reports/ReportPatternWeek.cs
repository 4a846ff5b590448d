using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Reports;

/// <summary>The failures of a pattern in one week.</summary>
/// <param name="Interactions">Interactions with its terms.</param>
/// <param name="Failures">Those that failed.</param>
/// <param name="Rate">Their share, with Wilson's interval.</param>
/// <param name="ShareOfFailures">Failures of the pattern divided by all failures of the workflow; null if there are none.</param>
public sealed record ReportPatternWeek(long Interactions, long Failures, ReportFigure Rate, double? ShareOfFailures)
{
    internal static ReportPatternWeek Of(long interactions, long failures, long allFailures) =>
        new(
            interactions,
            failures,
            ReportFigure.Of(MeanEstimate.Of(new OutcomeSums(interactions, failures, failures))),
            allFailures > 0 ? Math.Min(1, (double)failures / allFailures) : null
        );
}
