namespace TriageConsole.Features.DataHealth;

public sealed record QuarantinedLine(long Id, string Tenant, string Reason, string Detail, string Line, DateTimeOffset ReceivedAt);
