namespace TriageConsole.Security;

/// <summary>The person as whom an application acts, with a personal access token.</summary>
public sealed record CallingPerson(long Id, string Name, string Email);
