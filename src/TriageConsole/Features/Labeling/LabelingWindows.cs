using System.Collections.Concurrent;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// The one window in which a labeler works on a queue. Windows of this instance only: across instances the fencing tokens of the leases
/// keep a second window from submitting, and it learns of the other at its next submit or renewal.
/// </summary>
public sealed class LabelingWindows
{
    private readonly ConcurrentDictionary<(long LabelerId, long WorkflowId), ILabelingWindow> open = new();

    /// <summary>A window was closed, or went over to another.</summary>
    public event Action<long, long>? Left;

    /// <summary>Enters, or returns the window that is there already.</summary>
    public ILabelingWindow? TryEnter(long labelerId, long workflowId, ILabelingWindow window)
    {
        var there = open.GetOrAdd((labelerId, workflowId), window);
        return ReferenceEquals(there, window) ? null : there;
    }

    /// <summary>Takes the place of a window; false where another one was first.</summary>
    public async Task<bool> TakeOverAsync(long labelerId, long workflowId, ILabelingWindow from, ILabelingWindow window)
    {
        await from.HandOverAsync();
        return open.TryUpdate((labelerId, workflowId), window, from) || open.TryAdd((labelerId, workflowId), window);
    }

    public void Leave(long labelerId, long workflowId, ILabelingWindow window)
    {
        if (open.TryRemove(KeyValuePair.Create((labelerId, workflowId), window)))
            Left?.Invoke(labelerId, workflowId);
    }
}
