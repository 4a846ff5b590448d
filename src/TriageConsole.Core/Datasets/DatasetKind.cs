namespace TriageConsole.Core.Datasets;

/// <summary>What the rows of a dataset are for.</summary>
public enum DatasetKind
{
    /// <summary>Conversations with a response to learn from.</summary>
    Chat = 1,

    /// <summary>Pairs of a better and a worse response.</summary>
    Preference = 2,

    /// <summary>Inputs with the answers of labels, and the expected response if there is one.</summary>
    Evaluation = 3,
}
