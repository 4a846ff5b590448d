namespace TriageConsole.Features.Budget;

/// <summary>Experts' time against what is at stake.</summary>
public sealed record BudgetReport(
    BudgetWeek Week,
    IReadOnlyList<PatternSpending> Spending,
    IReadOnlyList<DrawRow> Draws,
    double ValuePerUnit,
    string? Unit
);
