using TriageConsole.Features.Labeling;

namespace TriageConsole.Features.Golden;

/// <summary>A golden item in a labeler's calibration round.</summary>
public sealed record CalibrationItem(long GoldenItemId, int Number, long InteractionId, BlindContent Content);
