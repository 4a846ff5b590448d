namespace TriageConsole.Features.Agreement.Judges;

/// <summary>The current version of a configured judge, and whether it is calibrated.</summary>
/// <param name="Judge">The labeler id.</param>
/// <param name="Model">The name of the model; null if its endpoint does not exist.</param>
/// <param name="RubricNumber">The rubric version that it answers.</param>
/// <param name="VersionId">The calibrated version; null if it is not calibrated.</param>
/// <param name="CalibratedAt">When the last calibration of this version finished; of an earlier version if it is out of date.</param>
/// <param name="Problem">Why it is not calibrated: never, or what changed since; null if it is.</param>
public sealed record JudgeBinding(
    string Judge,
    string? Model,
    int RubricNumber,
    long? VersionId,
    DateTimeOffset? CalibratedAt,
    string? Problem
);
