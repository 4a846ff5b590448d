namespace TriageConsole.Features.Retraining;

/// <summary>A started run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="IsNew">False if a run with the same dataset, method and base exists, which is this one.</param>
/// <param name="Message">In words.</param>
public sealed record RunStartedAnswer(long Run, bool IsNew, string Message);
