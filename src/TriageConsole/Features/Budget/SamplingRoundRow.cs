namespace TriageConsole.Features.Budget;

/// <summary>A draw of the priority lane.</summary>
public sealed record SamplingRoundRow(long Id, DateTimeOffset At, int Candidates, int Drawn, double Threshold, int Seed, int Labeled);
