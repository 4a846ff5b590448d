namespace TriageConsole.Features.Golden;

/// <summary>Progress of the round.</summary>
public sealed record CalibrationProgress(int Done, int Of, int Right, int Answers);
