namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The weeks of a question under one meaning.</summary>
public sealed record TrendSeries(int SinceNumber, IReadOnlyList<AgreementWeek> Weeks);
