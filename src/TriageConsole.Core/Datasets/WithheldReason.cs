namespace TriageConsole.Core.Datasets;

/// <summary>Why an item must not be in a dataset any more.</summary>
public enum WithheldReason
{
    /// <summary>The data of the person were erased.</summary>
    Erased = 1,

    /// <summary>The person withdrew consent.</summary>
    ConsentWithdrawn = 2,
}
