using System.Collections.Concurrent;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// The active window of each labeler and queue, within this instance. Across instances, the fencing tokens of the leases prevent a submit
/// from a second window, which detects the other one at its next submit or renewal.
/// </summary>
public sealed class LabelingWindows
{
    private readonly ConcurrentDictionary<(long LabelerId, long WorkflowId), ILabelingWindow> open = new();

    /// <summary>Raised when a window was closed or moved to another queue.</summary>
    public event Action<long, long>? Left;

    /// <summary>Registers the window, or returns the window that is already registered.</summary>
    public ILabelingWindow? TryEnter(long labelerId, long workflowId, ILabelingWindow window)
    {
        var there = open.GetOrAdd((labelerId, workflowId), window);
        return ReferenceEquals(there, window) ? null : there;
    }

    /// <summary>Replaces a window. Returns false if another window was first.</summary>
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
