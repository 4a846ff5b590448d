namespace TriageConsole.Components;

internal enum LineMark
{
    Same,
    Added,
    Removed,
    Skipped,
}
