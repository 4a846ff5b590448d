namespace TriageConsole.Jobs;

/// <summary>A current run: its instance and start time.</summary>
public sealed record RunningJob(string Instance, DateTimeOffset Since);
