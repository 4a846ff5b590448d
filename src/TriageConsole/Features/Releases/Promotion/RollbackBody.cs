namespace TriageConsole.Features.Releases.Promotion;

public sealed record RollbackBody(string? Reason);
