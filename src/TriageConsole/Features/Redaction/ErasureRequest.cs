namespace TriageConsole.Features.Redaction;

/// <summary>The user to erase, and why.</summary>
public sealed record ErasureRequest(string? UserId, string? Reason);
