namespace TriageConsole.Features.Retraining;

/// <summary>A request to close a proposal without a run.</summary>
/// <param name="Reason">Why.</param>
public sealed record DismissBody(string? Reason);
