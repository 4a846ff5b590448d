namespace TriageConsole.Features.Budget;

/// <summary>Experts' time compared with the value at stake.</summary>
public sealed record BudgetReport(
    BudgetWeek Week,
    IReadOnlyList<PatternSpending> Spending,
    IReadOnlyList<SamplingRoundRow> SamplingRounds,
    double ValuePerUnit,
    string? Unit
);
