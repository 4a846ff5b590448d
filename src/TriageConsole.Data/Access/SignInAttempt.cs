namespace TriageConsole.Data.Access;

/// <summary>
/// The number of failed sign-ins of one email address or one network. It is in the database so that concurrent attempts on all instances
/// count.
/// </summary>
public sealed class SignInAttempt
{
    /// <summary>The SHA-256 of the address or network. Entered addresses are not stored.</summary>
    public required string Key { get; set; }

    public int Count { get; set; }

    /// <summary>When the count restarts.</summary>
    public DateTimeOffset EndsAt { get; set; }
}
