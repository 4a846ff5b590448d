using System.Collections.Concurrent;

namespace TriageConsole.Security;

/// <summary>The open pages of this process, so that sign-out ends them immediately. Other instances deny the next action.</summary>
public sealed class OpenCircuits
{
    private readonly ConcurrentDictionary<CircuitSession, Guid> circuits = new();

    internal void Add(CircuitSession circuit, Guid sessionId) => circuits[circuit] = sessionId;

    internal void Remove(CircuitSession circuit) => circuits.TryRemove(circuit, out _);

    internal void EndSession(Guid sessionId)
    {
        foreach (var (circuit, id) in circuits)
            if (id == sessionId)
                circuit.End();
    }
}
