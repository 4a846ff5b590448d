using System.Collections.Concurrent;

namespace TriageConsole.Features.Labeling;

/// <summary>Assignments whose submit is still on its way: a page that is loaded again does not show them a second time.</summary>
public sealed class PendingSubmits
{
    private readonly ConcurrentDictionary<long, byte> assignments = new();

    public void Add(long assignmentId) => assignments[assignmentId] = 0;

    public void Remove(long assignmentId) => assignments.TryRemove(assignmentId, out _);

    public long[] All() => [.. assignments.Keys];
}
