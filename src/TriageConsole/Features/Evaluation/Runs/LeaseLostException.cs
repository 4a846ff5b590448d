namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The run was cancelled, or is another instance's by now: this instance writes nothing more.</summary>
internal sealed class LeaseLostException() : Exception("The run was cancelled, or another instance works on it.");
