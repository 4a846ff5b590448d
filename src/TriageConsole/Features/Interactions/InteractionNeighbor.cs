namespace TriageConsole.Features.Interactions;

/// <summary>The interaction before or after another one in a list.</summary>
public sealed record InteractionNeighbor(string Tenant, string TraceId);
