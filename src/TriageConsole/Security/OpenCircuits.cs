using System.Collections.Concurrent;

namespace TriageConsole.Security;

/// <summary>The open pages of this process, so that sign-out ends them immediately. Other instances deny the next action.</summary>
public sealed class OpenCircuits
{
    private readonly ConcurrentDictionary<CircuitSession, (Guid Session, long Person)> circuits = new();

    internal void Add(CircuitSession circuit, Guid sessionId, long personId) => circuits[circuit] = (sessionId, personId);

    internal void Remove(CircuitSession circuit) => circuits.TryRemove(circuit, out _);

    internal void EndSession(Guid sessionId) => End((session, _) => session == sessionId);

    /// <summary>Ends all pages of a person, except those of one session.</summary>
    internal void EndPerson(long personId, Guid? except = null) => End((session, person) => person == personId && session != except);

    private void End(Func<Guid, long, bool> ends)
    {
        foreach (var (circuit, (session, person)) in circuits)
            if (ends(session, person))
                circuit.End();
    }
}
