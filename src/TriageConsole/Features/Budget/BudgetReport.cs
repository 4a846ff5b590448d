namespace TriageConsole.Features.Budget;

/// <summary>Experts' time against what is at stake.</summary>
public sealed record BudgetReport(
    BudgetWeek Week,
    IReadOnlyList<PatternSpending> Spending,
    IReadOnlyList<SamplingRoundRow> SamplingRounds,
    double ValuePerUnit,
    string? Unit
);
