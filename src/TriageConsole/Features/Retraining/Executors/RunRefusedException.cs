namespace TriageConsole.Features.Retraining.Executors;

/// <summary>A run cannot succeed, whatever is repeated. The message is for its leads.</summary>
internal sealed class RunRefusedException(string message) : Exception(message);
