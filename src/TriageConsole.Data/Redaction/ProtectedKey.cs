namespace TriageConsole.Data.Redaction;

/// <summary>A key of the installation, encrypted by the key ring of Data Protection.</summary>
public sealed class ProtectedKey
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Wrapped { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
