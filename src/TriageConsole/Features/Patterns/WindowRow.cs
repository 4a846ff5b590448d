namespace TriageConsole.Features.Patterns;

/// <summary>A five-minute window of a workflow. <paramref name="ErrorRate"/>: null if it has no interactions.</summary>
public sealed record WindowRow(
    DateTimeOffset Start,
    bool Open,
    DateTimeOffset? ClosedAt,
    long Events,
    long ExplicitNegatives,
    long ImplicitNegatives,
    long Negatives,
    double? ErrorRate,
    long Errors,
    long NeedsReview,
    string Severity,
    IReadOnlyList<WindowPattern> Patterns,
    string Action
);
