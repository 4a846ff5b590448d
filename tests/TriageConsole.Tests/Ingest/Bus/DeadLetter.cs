namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>A dead letter as a person reads it.</summary>
public sealed record DeadLetter(byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Reason => Headers["triage-reason"];
}
