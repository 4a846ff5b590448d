using TriageConsole.Core;

namespace TriageConsole.Jobs;

/// <summary>
/// The name of this process in the cluster. A restarted process has another one, so that it never takes its predecessor's work for its own.
/// </summary>
public sealed class InstanceName
{
    public string Value { get; } = Texts.Cut($"{Environment.MachineName}/{Environment.ProcessId}", 60) + $"/{Guid.NewGuid():N}"[..9];
}
