using DiffPlex;

namespace TriageConsole.Components;

internal enum LineMark
{
    Same,
    Added,
    Removed,
    Skipped,
}
