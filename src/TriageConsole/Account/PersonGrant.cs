using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>A role with who gave it and when. <paramref name="IsPending"/>: offered, and without effect until the person accepts.</summary>
public sealed record PersonGrant(
    long Id,
    Role Role,
    long? TenantId,
    string? TenantKey,
    long? WorkflowId,
    string? WorkflowKey,
    string By,
    DateTimeOffset At,
    DateTimeOffset? AcceptedAt,
    bool IsPending,
    GrantSource Source = GrantSource.Person
);
