using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>A role that a person had, with who removed it and when.</summary>
public sealed record RemovedGrant(
    Role Role,
    long? TenantId,
    string? TenantKey,
    long? WorkflowId,
    string? WorkflowKey,
    string By,
    DateTimeOffset At
);
