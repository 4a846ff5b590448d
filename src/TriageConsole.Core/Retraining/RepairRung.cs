namespace TriageConsole.Core.Retraining;

/// <summary>A rung of the ladder of repairs, the cheapest first.</summary>
public enum RepairRung
{
    /// <summary>Another prompt.</summary>
    Prompt = 0,

    /// <summary>Another retrieval configuration, index or reranker.</summary>
    Retrieval = 1,

    /// <summary>A fine-tuned model.</summary>
    FineTune = 2,
}
