namespace TriageConsole.Features.Patterns;

/// <summary>Five minutes of a workflow. <paramref name="ErrorRate"/> is null where nothing happened.</summary>
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
