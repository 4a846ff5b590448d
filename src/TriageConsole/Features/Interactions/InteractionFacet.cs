namespace TriageConsole.Features.Interactions;

/// <summary>The values of one property in a list of interactions, the most frequent first.</summary>
/// <param name="Parameter">Its filter in the address.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Values">At most <see cref="MaxValues"/> values.</param>
/// <param name="Others">The number of further values.</param>
public sealed record InteractionFacet(string Parameter, string Title, IReadOnlyList<InteractionFacetValue> Values, int Others)
{
    public const int MaxValues = 5;
}
