namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>An endpoint as lists show it. Its key is not in it.</summary>
public sealed record EndpointRow(
    long Id,
    long TenantId,
    string TenantKey,
    string Name,
    string BaseUrl,
    string Model,
    bool HasKey,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? RemovedAt,
    int RowVersion
);
