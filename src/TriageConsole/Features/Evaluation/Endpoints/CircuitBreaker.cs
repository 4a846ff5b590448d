namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>
/// A circuit breaker: counts consecutive calls without a response. After too many of them the endpoint is not called any more, so that a
/// run does not wait for each of its items.
/// </summary>
internal sealed class CircuitBreaker(int max)
{
    private int inARow;

    /// <summary>Calls the endpoint unless the limit is reached.</summary>
    public async Task<ChatReply> AskAsync(Func<Task<ChatReply>> ask)
    {
        if (Volatile.Read(ref inARow) >= max)
            return new ChatReply(null, 0, $"Not called: the endpoint did not respond {max} times in a row.", IsAway: true);
        var reply = await ask();
        if (reply.IsAway)
            Interlocked.Increment(ref inARow);
        else
            Volatile.Write(ref inARow, 0);
        return reply;
    }
}
