namespace TriageConsole.Features.Reports;

/// <summary>The kinds of changes in a report.</summary>
public enum ReportChangeKind
{
    /// <summary>A release went live.</summary>
    Promotion,

    /// <summary>A release was rolled back, or one is live again after a rollback.</summary>
    Rollback,

    /// <summary>A shadow run, canary or bandit started or ended.</summary>
    Experiment,

    /// <summary>A candidate was rejected.</summary>
    Rejection,

    /// <summary>A rubric version was published.</summary>
    Rubric,

    /// <summary>Golden items were created, changed or retired.</summary>
    GoldenSet,
}
