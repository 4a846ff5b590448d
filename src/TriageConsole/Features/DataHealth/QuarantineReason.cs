namespace TriageConsole.Features.DataHealth;

public sealed record QuarantineReason(string Reason, int Count);
