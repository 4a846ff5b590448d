namespace TriageConsole.Features.Releases.Registry;

public sealed record DifferenceSideAnswer(string Version, string ContentHash, string? Reference, string? Content);
