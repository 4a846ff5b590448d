using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Reports;

/// <summary>A pattern that was fixed, regressed, or is new in the week.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its terms.</param>
/// <param name="Kind">What happened; the latest if several things did.</param>
/// <param name="At">When.</param>
/// <param name="By">Who set the state; empty for a new pattern.</param>
/// <param name="Before">Its failures in the week before.</param>
/// <param name="Now">Its failures in the week of the report.</param>
/// <param name="Difference">The failure rate now − before with its 95 % interval.</param>
/// <param name="Verdict">Whether its failure rate improved.</param>
/// <param name="Releases">The releases of the week that name the pattern: by name, by a component version, or in their notes or reasons.
/// This does not prove that they caused the change.</param>
/// <param name="Link">Its page.</param>
public sealed record ReportPattern(
    long Id,
    string Name,
    ReportPatternKind Kind,
    DateTimeOffset At,
    string By,
    ReportPatternWeek Before,
    ReportPatternWeek Now,
    Interval Difference,
    ShiftVerdict Verdict,
    IReadOnlyList<string> Releases,
    string Link
);
