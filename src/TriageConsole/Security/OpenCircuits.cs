using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

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
