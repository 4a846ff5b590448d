namespace TriageConsole.Features.Interactions;

/// <summary>The place of an interaction in a list.</summary>
/// <param name="Position">Its position, from 1. Null: it is not among the first rows of the list, for example because it changed.</param>
/// <param name="Total">The number of rows, at most the limit of lists.</param>
/// <param name="HasMore">Whether the list has more rows than were counted.</param>
/// <param name="Previous">The row before it.</param>
/// <param name="Next">The row after it.</param>
public sealed record InteractionPlace(
    int? Position,
    int Total,
    bool HasMore,
    InteractionNeighbor? Previous = null,
    InteractionNeighbor? Next = null
);
