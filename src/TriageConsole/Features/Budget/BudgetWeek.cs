namespace TriageConsole.Features.Budget;

/// <summary>The last seven days: the interactions that could go to experts, those that did, and the time for them.</summary>
public sealed record BudgetWeek(
    int NeedsReview,
    int Budget,
    int Prioritized,
    int Audit,
    int Waiting,
    double AuditProbability,
    int Labels,
    double Minutes
);
