namespace TriageConsole.Data.Patterns;

public enum PatternState
{
    New = 0,
    Acknowledged = 1,
    Fixing = 2,
    Fixed = 3,
    Regressed = 4,
}
