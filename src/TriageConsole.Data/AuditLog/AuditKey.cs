namespace TriageConsole.Data.AuditLog;

/// <summary>A key that signs checkpoints or did. The one with the highest number signs.</summary>
public sealed class AuditKey
{
    /// <summary>From 1, in the order in which they followed each other.</summary>
    public int Id { get; set; } = 1;

    /// <summary>The name of the log in its checkpoints.</summary>
    public required string Origin { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public required byte[] PublicKey { get; set; }

    /// <summary>PKCS #8, protected by the key ring; null after the key was replaced.</summary>
    public string? Protected { get; set; }

    /// <summary>Number of entries of the checkpoint that began the key; null before it, and for the first key.</summary>
    public long? FirstSize { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
