namespace TriageConsole.Core.AuditLog;

/// <summary>What a verification of the audit log found.</summary>
public enum AuditFaultKind
{
    /// <summary>The values of an entry do not give its stored hash: it was changed.</summary>
    Changed,

    /// <summary>Numbers are absent: entries were deleted.</summary>
    Missing,

    /// <summary>An entry does not name the hash of the one before it: entries were replaced or put in.</summary>
    NotLinked,

    /// <summary>The log has fewer entries than a checkpoint states: its end was cut off.</summary>
    Truncated,

    /// <summary>
    /// The entries up to a checkpoint give another root: the log was rewritten, or the checkpoint is of another log. Every checkpoint after
    /// absent entries has this fault too.
    /// </summary>
    OtherRoot,

    /// <summary>A checkpoint names another log.</summary>
    OtherOrigin,

    /// <summary>A checkpoint is not signed by a trusted key, or is not a checkpoint.</summary>
    NotSigned,

    /// <summary>
    /// A new key begins without the endorsement of the key before it. Its checkpoints count for nothing until its public key is given.
    /// </summary>
    NotEndorsed,

    /// <summary>The endorsement of a new key is not a signature of the key before it over this checkpoint: it was replaced.</summary>
    WrongEndorsement,

    /// <summary>A new key follows a key that another one follows already.</summary>
    SecondSuccessor,

    /// <summary>A checkpoint is signed by a key that was replaced before it.</summary>
    ReplacedKey,
}
