namespace TriageConsole.Data.Patterns;

/// <summary>What a person did with a pattern.</summary>
public enum PatternEventKind
{
    Status = 1,
    Owner = 2,
    Snooze = 3,
    SnoozeEnded = 4,
}
