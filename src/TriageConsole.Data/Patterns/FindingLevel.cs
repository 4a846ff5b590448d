namespace TriageConsole.Data.Patterns;

public enum FindingLevel
{
    Notice = 1,
    Alarm = 2,
}
