namespace TriageConsole.Core.Drift;

/// <summary>The level of drift of an attribute.</summary>
public enum DriftLevel
{
    /// <summary>One of the periods has too few rows.</summary>
    NotEnough,

    /// <summary>Not significant, or too small to matter.</summary>
    None,

    /// <summary>Moderate and significant.</summary>
    Some,

    /// <summary>Large and significant.</summary>
    Alarm,
}
