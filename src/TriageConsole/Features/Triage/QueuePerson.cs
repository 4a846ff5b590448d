namespace TriageConsole.Features.Triage;

/// <summary>A person to whom items can be assigned.</summary>
public sealed record QueuePerson(long Id, string Name);
