namespace TriageConsole.Features.Golden;

/// <summary>How far the round is.</summary>
public sealed record CalibrationProgress(int Done, int Of, int Right, int Answers);
