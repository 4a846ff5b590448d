namespace TriageConsole.Features.Reports;

/// <summary>What experts' time bought in the week.</summary>
/// <param name="Labels">Labels by people.</param>
/// <param name="Minutes">Their time on these labels.</param>
/// <param name="People">People with a label.</param>
/// <param name="Skips">Skipped items.</param>
/// <param name="LabelsBefore">Labels in the week before.</param>
/// <param name="MinutesBefore">The time in the week before.</param>
/// <param name="Agreement">Agreement of labelers on the questions of the current rubric that were answered twice in the week.</param>
/// <param name="Adjudications">Disagreements that were decided in the week.</param>
/// <param name="Recovered">What fixed patterns recover per week, measured until the end of the week; the largest first.</param>
/// <param name="RecoveredPerWeek">Their sum in units of the outcome; null if nothing is measured.</param>
/// <param name="Unit">The unit of the outcome.</param>
public sealed record ReportExperts(
    int Labels,
    double Minutes,
    int People,
    int Skips,
    int LabelsBefore,
    double MinutesBefore,
    IReadOnlyList<ReportAgreement> Agreement,
    int Adjudications,
    IReadOnlyList<ReportRecovery> Recovered,
    double? RecoveredPerWeek,
    string Unit
);
