namespace TriageConsole.Core.Datasets;

/// <summary>How a rebuilt dataset differs from its manifest.</summary>
public enum ManifestDifference
{
    /// <summary>The same rows.</summary>
    Same = 1,

    /// <summary>Only rows are missing, and each was erased or its consent withdrawn.</summary>
    Withheld = 2,

    /// <summary>Any other difference, or a row that must be withheld and is not.</summary>
    Other = 3,
}
