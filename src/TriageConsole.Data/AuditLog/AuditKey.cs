namespace TriageConsole.Data.AuditLog;

/// <summary>The key that signs checkpoints; one row.</summary>
public sealed class AuditKey
{
    /// <summary>Always 1.</summary>
    public int Id { get; set; } = 1;

    /// <summary>The name of the log in its checkpoints.</summary>
    public required string Origin { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public required byte[] PublicKey { get; set; }

    /// <summary>PKCS #8, protected by the key ring.</summary>
    public required string Protected { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
