namespace TriageConsole.Features.Retraining.Runs;

/// <summary>A started run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="IsNew">False if a run with the same dataset, method and base exists already, which is this one.</param>
public sealed record RunStart(long Run, bool IsNew);
