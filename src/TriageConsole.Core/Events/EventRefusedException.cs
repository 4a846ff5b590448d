namespace TriageConsole.Core.Events;

/// <summary>Aborts the reading of a line from a nested call.</summary>
internal sealed class EventRefusedException(string reason, string detail) : Exception(detail)
{
    public Refusal Refusal { get; } = new(reason, detail);
}
