namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The run was cancelled or another instance has the lease: this instance must not write anything more.</summary>
internal sealed class LeaseLostException() : Exception("The run was cancelled, or another instance works on it.");
