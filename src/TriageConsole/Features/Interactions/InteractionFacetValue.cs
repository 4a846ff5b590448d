namespace TriageConsole.Features.Interactions;

/// <summary>A value of a facet.</summary>
/// <param name="Value">The value in the address.</param>
/// <param name="Words">The value for a person.</param>
/// <param name="Count">The number of interactions that have it.</param>
/// <param name="Tenant">The tenant, for a workflow.</param>
public sealed record InteractionFacetValue(string Value, string Words, int Count, string? Tenant = null);
