namespace TriageConsole.Core.Retraining;

/// <summary>What a retraining changes, the cheapest first.</summary>
public enum RepairKind
{
    /// <summary>Another prompt.</summary>
    Prompt = 0,

    /// <summary>Another retrieval configuration, index or reranker.</summary>
    Retrieval = 1,

    /// <summary>A fine-tuned model.</summary>
    FineTune = 2,
}
