namespace TriageConsole.Features.Retraining.Runs;

/// <summary>The answer to a callback.</summary>
/// <param name="Run">The run.</param>
/// <param name="Status">Always received.</param>
public sealed record CallbackAnswer(long Run, string Status);
