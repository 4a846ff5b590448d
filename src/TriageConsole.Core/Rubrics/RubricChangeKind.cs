namespace TriageConsole.Core.Rubrics;

/// <summary>The kind of a change to a criterion.</summary>
public enum RubricChangeKind
{
    /// <summary>The criterion is new.</summary>
    Added,

    /// <summary>The criterion was removed.</summary>
    Removed,

    /// <summary>The criterion still exists, and some of its fields differ.</summary>
    Changed,
}
