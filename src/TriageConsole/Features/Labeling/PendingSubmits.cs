using System.Collections.Concurrent;

namespace TriageConsole.Features.Labeling;

/// <summary>Assignments with a pending submit. A reloaded page does not show them again.</summary>
public sealed class PendingSubmits
{
    private readonly ConcurrentDictionary<long, byte> assignments = new();

    public void Add(long assignmentId) => assignments[assignmentId] = 0;

    public void Remove(long assignmentId) => assignments.TryRemove(assignmentId, out _);

    public long[] All() => [.. assignments.Keys];
}
