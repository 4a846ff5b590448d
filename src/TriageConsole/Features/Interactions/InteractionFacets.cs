namespace TriageConsole.Features.Interactions;

/// <summary>Counts over the newest interactions of a list.</summary>
/// <param name="Count">The number of interactions that were counted.</param>
/// <param name="Since">All matching interactions since this time are counted. Null: all matching interactions.</param>
/// <param name="Facets">Properties that have values.</param>
/// <param name="Bins">Interactions over time, without gaps. Empty if all have the same time or there are none.</param>
public sealed record InteractionFacets(
    int Count,
    DateTimeOffset? Since,
    IReadOnlyList<InteractionFacet> Facets,
    IReadOnlyList<InteractionBin> Bins
)
{
    public static readonly InteractionFacets None = new(0, null, [], []);
}
