namespace TriageConsole.Features.Interactions;

/// <summary>One event in the history of an interaction.</summary>
/// <param name="At">Null if the sender gave no time.</param>
/// <param name="Kind">What happened: response, signal, label.</param>
/// <param name="Text">The event, in a few words.</param>
/// <param name="Details">More about it: origin, comment.</param>
/// <param name="Link">The page of another interaction.</param>
/// <param name="Contribution">For a signal: its contribution to the suspicion score, negative if it speaks for the response.</param>
public sealed record TimelineEntry(
    DateTimeOffset? At,
    string Kind,
    string Text,
    string? Details = null,
    string? Link = null,
    double? Contribution = null
);
