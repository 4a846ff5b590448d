using System.Collections.Concurrent;

namespace TriageConsole.Live;

/// <summary>Tells open pages that a workflow's rows changed, so that they ask again. Rows themselves are never pushed.</summary>
public sealed class ChangeNotifier(ILogger<ChangeNotifier> logger)
{
    private readonly ConcurrentDictionary<Guid, Func<long, Task>> subscribers = new();

    /// <summary>How many subscriptions are open; a test holds it at zero after pages close.</summary>
    public int SubscriberCount => subscribers.Count;

    /// <summary>Calls <paramref name="onChanged"/> with the id of each workflow that changes, until disposed.</summary>
    public IDisposable Subscribe(Func<long, Task> onChanged)
    {
        var id = Guid.NewGuid();
        subscribers[id] = onChanged;
        return new Subscription(() => subscribers.TryRemove(id, out _));
    }

    /// <summary>Never throws at the writer: a subscriber's fault is logged.</summary>
    public void Publish(long workflowId)
    {
        foreach (var subscriber in subscribers.Values)
            _ = CallAsync(subscriber, workflowId);
    }

    private async Task CallAsync(Func<long, Task> subscriber, long workflowId)
    {
        try
        {
            await subscriber(workflowId);
        }
        catch (ObjectDisposedException)
        {
            // The page, or the whole app, ended meanwhile.
        }
        catch (Exception e)
        {
            LiveLog.SubscriberFailed(logger, workflowId, e);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
