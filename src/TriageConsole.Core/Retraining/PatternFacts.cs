namespace TriageConsole.Core.Retraining;

/// <summary>What decides whether a pattern triggers a proposal.</summary>
/// <param name="Interactions">Interactions of the pattern.</param>
/// <param name="Failures">Those that need review.</param>
/// <param name="AllFailures">Failures of the workflow in the same time.</param>
/// <param name="LastWeek">Failures of the last seven days.</param>
/// <param name="WeekBefore">Failures of the seven days before.</param>
/// <param name="NewLabels">Labels of its interactions since its last proposal.</param>
/// <param name="SinceLast">Time since its last proposal was made or closed; null if it has none.</param>
public sealed record PatternFacts(
    long Interactions,
    long Failures,
    long AllFailures,
    long LastWeek,
    long WeekBefore,
    int NewLabels,
    TimeSpan? SinceLast
);
