using System.Collections.Concurrent;

namespace TriageConsole.Live;

/// <summary>Tells open pages that the data of a workflow changed, so that they reload it. Data itself is never pushed.</summary>
public sealed class ChangeNotifier(ILogger<ChangeNotifier> logger)
{
    private readonly ConcurrentDictionary<Guid, Func<long, Task>> subscribers = new();

    /// <summary>Number of open subscriptions. A test checks that it is zero after pages close.</summary>
    public int SubscriberCount => subscribers.Count;

    /// <summary>Calls <paramref name="onChanged"/> with the id of each changed workflow, until disposed.</summary>
    public IDisposable Subscribe(Func<long, Task> onChanged)
    {
        var id = Guid.NewGuid();
        subscribers[id] = onChanged;
        return new Subscription(() => subscribers.TryRemove(id, out _));
    }

    /// <summary>Never throws to the caller: errors of subscribers are logged.</summary>
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
            // The page or the app ended in the meantime.
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
