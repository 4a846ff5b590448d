namespace TriageConsole.Data.Triage;

public enum QueueSource
{
    Prioritized = 0,
    Audit = 1,
    Disagreement = 2,
    GoldenCheck = 3,
    Requested = 4,
    Relabel = 5,
}
