namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>An endpoint in a list, without its key.</summary>
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
