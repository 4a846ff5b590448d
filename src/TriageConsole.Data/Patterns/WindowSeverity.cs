namespace TriageConsole.Data.Patterns;

public enum WindowSeverity
{
    Monitor = 0,
    Medium = 1,
    High = 2,
}
