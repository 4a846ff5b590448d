namespace TriageConsole.Core.Datasets;

/// <summary>What two splits share.</summary>
public enum LeakageKind
{
    /// <summary>A task has rows in several splits.</summary>
    SameTask = 1,

    /// <summary>An input has rows in several splits.</summary>
    SameInput = 2,
}
