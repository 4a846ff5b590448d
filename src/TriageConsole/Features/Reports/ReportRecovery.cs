namespace TriageConsole.Features.Reports;

/// <summary>What the fix of a pattern recovers per week, in units of the outcome.</summary>
public sealed record ReportRecovery(string Pattern, double PerWeek, string Link);
