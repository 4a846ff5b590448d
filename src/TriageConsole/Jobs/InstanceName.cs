using TriageConsole.Core;

namespace TriageConsole.Jobs;

/// <summary>
/// The name of this process in the cluster. A restarted process gets a new name, so that it does not take over the work of its predecessor
/// as its own.
/// </summary>
public sealed class InstanceName
{
    public string Value { get; } = Texts.Cut($"{Environment.MachineName}/{Environment.ProcessId}", 60) + $"/{Guid.NewGuid():N}"[..9];
}
