namespace TriageConsole.Features.Budget;

/// <summary>A sampling round of the priority sample.</summary>
public sealed record SamplingRoundRow(long Id, DateTimeOffset At, int Candidates, int Drawn, double Threshold, int Seed, int Labeled);
