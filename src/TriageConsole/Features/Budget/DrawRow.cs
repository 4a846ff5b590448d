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

/// <summary>A draw of the priority lane.</summary>
public sealed record DrawRow(long Id, DateTimeOffset At, int Candidates, int Drawn, double Threshold, int Seed, int Labeled);
