namespace TriageConsole.Features.Budget;

/// <summary>The last seven days: what could go to experts, what did, and what it took.</summary>
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
