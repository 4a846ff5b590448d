namespace TriageConsole.Client;

/// <summary>
/// Sends the events of the queue, one batch after the other, until the client is disposed. A batch stays until the server has stored it or
/// refused it.
/// </summary>
internal sealed class EventSender(TriageClientOptions options, EventQueue queue, EventPoster poster, EventCounts counts) : IDisposable
{
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource deadline = new();
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Sends what is left, within the time limit. Then drops the rest.</summary>
    public async Task CloseAsync()
    {
        queue.Close();
        closing.TrySetResult();
        deadline.CancelAfter(options.DisposeTimeout);
        await ended.Task.ConfigureAwait(false);
    }

    public void Dispose() => deadline.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (await queue.WaitAsync().ConfigureAwait(false))
            {
                var (batch, mark) = queue.Take();
                try
                {
                    if (batch.Count > 0)
                        await SendAsync(batch).ConfigureAwait(false);
                }
                finally
                {
                    queue.Release(batch);
                    mark?.Complete();
                }
            }
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    private async Task SendAsync(List<QueuedEvent> batch)
    {
        if (deadline.IsCancellationRequested)
        {
            counts.Drop(TriageReason.Disposed, batch.Count, counts.LastFailure);
            return;
        }

        var body = BatchBody.Create(batch, counts);
        var (attempt, serverErrors) = (0, 0);
        while (body.Events.Count > 0)
        {
            var answer = await poster.PostAsync(body, deadline.Token).ConfigureAwait(false);
            counts.LastFailure = answer.Failure;
            switch (answer.Verdict)
            {
                case PostVerdict.Stored:
                    counts.Send(body.Events.Count);
                    return;
                case PostVerdict.Refused:
                    counts.Drop(TriageReason.Refused, body.Events.Count, answer.Failure);
                    return;
                case PostVerdict.ServerError when ++serverErrors >= options.MaxServerErrors:
                    counts.Drop(TriageReason.ServerError, body.Events.Count, answer.Failure);
                    return;
                case PostVerdict.TooLarge:
                    await HalveAsync(body.Events, answer.Failure).ConfigureAwait(false);
                    return;
            }

            await PauseAsync(attempt++, answer.RetryAfter).ConfigureAwait(false);
            if (deadline.IsCancellationRequested)
            {
                counts.Drop(TriageReason.Disposed, body.Events.Count, answer.Failure);
                return;
            }
        }
    }

    /// <summary>Two smaller requests.</summary>
    private async Task HalveAsync(List<QueuedEvent> events, string? failure)
    {
        if (events.Count == 1)
        {
            counts.Drop(TriageReason.TooLarge, 1, failure);
            return;
        }

        var half = events.Count / 2;
        await SendAsync(events[..half]).ConfigureAwait(false);
        await SendAsync(events[half..]).ConfigureAwait(false);
    }

    /// <summary>A growing pause with a random part, so that many clients do not return at the same moment. Closing ends it.</summary>
    private async Task PauseAsync(int attempt, TimeSpan? retryAfter)
    {
        var growing = options.MinBackOff * Math.Pow(2, Math.Min(attempt, 20));
        var pause = (growing < options.MaxBackOff ? growing : options.MaxBackOff) * (0.5 + (Random.Shared.NextDouble() / 2));
        if (retryAfter is { } asked && asked > pause)
            pause = asked < MaxRetryAfter ? asked : MaxRetryAfter;
        if (closing.Task.IsCompleted && pause > options.MinBackOff)
            pause = options.MinBackOff;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var wait = Task.Delay(pause, options.TimeProvider, stop.Token);
        // While closing, the short pause stays, but no longer one goes on.
        await (closing.Task.IsCompleted ? Task.WhenAny(wait) : Task.WhenAny(wait, closing.Task)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }
}
