namespace TriageConsole.Features.Releases.Registry;

public sealed record PartAnswer(string Kind, string Name, string Version);
