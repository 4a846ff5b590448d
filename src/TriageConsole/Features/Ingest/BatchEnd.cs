namespace TriageConsole.Features.Ingest;

/// <summary>The end of the last large batch of a workflow.</summary>
/// <param name="Interactions">The number of interactions of the workflow at the end.</param>
/// <param name="At">When the end was detected.</param>
public sealed record BatchEnd(long Interactions, DateTimeOffset At);
