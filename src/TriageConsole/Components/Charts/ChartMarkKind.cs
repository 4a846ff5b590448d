namespace TriageConsole.Components.Charts;

/// <summary>The kind of change at a marked line.</summary>
public enum ChartMarkKind
{
    Release,
    Rubric,
}
