namespace TriageConsole.Features.Interactions;

/// <summary>The properties of an interaction that facets count.</summary>
internal readonly record struct InteractionFacetRow(
    long WorkflowId,
    DateTimeOffset Timestamp,
    string? Release,
    string? ModelId,
    string ModelVersion,
    string? Segment,
    string? PromptVersion,
    string? Country,
    double? Outcome,
    bool NeedsReview,
    bool IsLabeled
);
