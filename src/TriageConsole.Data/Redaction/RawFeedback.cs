namespace TriageConsole.Data.Redaction;

/// <summary>
/// The texts of a signal before redaction, encrypted with the key of the person who gave the feedback. Exists only where a workflow stores
/// them.
/// </summary>
public sealed class RawFeedback
{
    public long InteractionId { get; set; }

    /// <summary>The key of the signal. Not a foreign key: a signal that changes is another row with the same key.</summary>
    public required string SignalKey { get; set; }

    public long SubjectKeyId { get; set; }

    /// <summary>Nonce, tag and ciphertext of AES-GCM; the interaction's id and the signal's key are authenticated with them.</summary>
    public required byte[] Ciphertext { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
