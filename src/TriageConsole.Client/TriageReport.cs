namespace TriageConsole.Client;

/// <summary>Events that did not reach the workflow.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">The number of events since the last report of this reason.</param>
/// <param name="Detail">The answer of the server or the exception, if there is one.</param>
public sealed record TriageReport(TriageReason Reason, long Count, string? Detail);
