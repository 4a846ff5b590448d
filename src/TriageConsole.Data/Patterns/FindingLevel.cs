namespace TriageConsole.Data.Patterns;

public enum FindingLevel
{
    Notice = 1,
    Alert = 2,
}
