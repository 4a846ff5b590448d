namespace TriageConsole.Features.Retraining;

/// <summary>What was done.</summary>
/// <param name="Id">The id of the proposal or run.</param>
/// <param name="Message">In words.</param>
public sealed record RetrainingDone(long Id, string Message);
