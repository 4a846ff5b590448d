using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

/// <summary>Experts' time against what is at stake.</summary>
public sealed record BudgetReport(
    BudgetWeek Week,
    IReadOnlyList<PatternSpending> Spending,
    IReadOnlyList<DrawRow> Draws,
    double ValuePerUnit,
    string? Unit
);
