namespace TriageConsole.Core.Gates;

/// <summary>The verdict of post-promotion monitoring.</summary>
public enum RegressionVerdict
{
    /// <summary>A regression is neither shown nor excluded.</summary>
    NotEnoughEvidence,

    /// <summary>A regression beyond the margin is excluded.</summary>
    Fine,

    /// <summary>A regression beyond the margin is shown: roll back.</summary>
    Regression,
}
