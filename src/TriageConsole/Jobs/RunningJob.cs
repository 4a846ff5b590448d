namespace TriageConsole.Jobs;

/// <summary>A run that has not ended: on which instance, and since when.</summary>
public sealed record RunningJob(string Instance, DateTimeOffset Since);
