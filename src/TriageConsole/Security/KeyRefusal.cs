namespace TriageConsole.Security;

/// <summary>A request that exceeds the limit of its key.</summary>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="RetryAfter">Time after which the key can send the next request.</param>
/// <param name="Message">The limit, for the sender.</param>
public sealed record KeyRefusal(string KeyId, TimeSpan RetryAfter, string Message)
{
    /// <summary>Whole seconds, rounded up: an earlier request would be refused again.</summary>
    public int RetrySeconds => (int)Math.Clamp(Math.Ceiling(RetryAfter.TotalSeconds), 1, int.MaxValue);
}
