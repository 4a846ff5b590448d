using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Redaction;

/// <summary>What is redacted: of all workflows of a tenant, or of one of them. Without a row, the standard kinds are redacted.</summary>
public sealed class RedactionSetting : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>Null: all workflows of the tenant without a row of their own.</summary>
    public long? WorkflowId { get; set; }

    /// <summary>JSON of the settings: on or off, kinds, patterns of the tenant, storage of raw texts.</summary>
    public required string Definition { get; set; }

    public int RowVersion { get; set; }
}
