namespace TriageConsole.Features.Ingest;

/// <summary>Whose events these are: the tenant of the key they came with, or (an operator's import) the tenant each event names.</summary>
public sealed record IngestSource(long? TenantId, string? TenantKey, string DefaultKind = "interaction")
{
    public static IngestSource EachEventsTenant { get; } = new(null, null);
}
