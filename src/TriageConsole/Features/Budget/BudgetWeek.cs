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

/// <summary>The last seven days: what could go to experts, what did, and what it took.</summary>
public sealed record BudgetWeek(
    int Questionable,
    int Budget,
    int Prioritized,
    int Audit,
    int Waiting,
    double AuditProbability,
    int Labels,
    double Minutes
);
