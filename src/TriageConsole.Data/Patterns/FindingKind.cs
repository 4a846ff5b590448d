namespace TriageConsole.Data.Patterns;

public enum FindingKind
{
    /// <summary>The distribution of an attribute has changed.</summary>
    AttributeDrift = 0,

    /// <summary>The mean outcome of a version changed at a point in time.</summary>
    OutcomeShift = 1,

    /// <summary>The share of interactions with a negative signal changed at a point in time.</summary>
    ErrorRateShift = 2,

    /// <summary>The model that responded is not the declared model.</summary>
    ServedModel = 3,

    /// <summary>A field no longer arrives: silent data loss.</summary>
    LostField = 4,

    /// <summary>The outcomes of a workflow have different metrics or currencies.</summary>
    MixedMetrics = 5,

    /// <summary>A signal that predicted the outcome no longer does.</summary>
    ProxyLost = 6,
}
