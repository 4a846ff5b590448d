namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The weeks of one meaning of a question.</summary>
public sealed record TrendSeries(int SinceNumber, IReadOnlyList<AgreementWeek> Weeks);
