namespace TriageConsole.Data.Redaction;

/// <summary>
/// The texts of an interaction before redaction, encrypted with the key of its end user. Exists only where a workflow stores them.
/// </summary>
public sealed class RawText
{
    public long InteractionId { get; set; }

    public long SubjectKeyId { get; set; }

    /// <summary>Nonce, tag and ciphertext of AES-GCM; the interaction's id is authenticated with them.</summary>
    public required byte[] Ciphertext { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
