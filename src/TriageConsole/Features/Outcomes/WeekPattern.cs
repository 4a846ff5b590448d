namespace TriageConsole.Features.Outcomes;

/// <summary>The failure pattern whose failures increased most from the week before to last week.</summary>
public sealed record WeekPattern(string Name, string Link, long Before, long Now);
