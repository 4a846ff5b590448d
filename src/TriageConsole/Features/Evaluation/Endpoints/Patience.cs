namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>
/// Counts calls in a row without an answer: after too many of them an endpoint is not asked any more, or a run would wait for each of its
/// items.
/// </summary>
internal sealed class Patience(int most)
{
    private int inARow;

    /// <summary>Asks, unless patience is over.</summary>
    public async Task<ChatReply> AskAsync(Func<Task<ChatReply>> ask)
    {
        if (Volatile.Read(ref inARow) >= most)
            return new ChatReply(null, 0, $"Not asked: the endpoint gave no answer {most} times in a row.", IsAway: true);
        var reply = await ask();
        if (reply.IsAway)
            Interlocked.Increment(ref inARow);
        else
            Volatile.Write(ref inARow, 0);
        return reply;
    }
}
