namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>An interaction on which the judge differs from the experts.</summary>
public sealed record JudgeError(
    long InteractionId,
    string TraceId,
    string Preview,
    string Judge,
    string Expert,
    IReadOnlyList<string> Patterns
);
