namespace TriageConsole.Core.Telemetry;

/// <summary>What a span of an AI application does.</summary>
public static class StepKinds
{
    /// <summary>A call of a model that generates a response.</summary>
    public const string Model = "llm";

    /// <summary>An agent.</summary>
    public const string Agent = "agent";

    /// <summary>A tool that was called.</summary>
    public const string Tool = "tool";

    /// <summary>A search for documents.</summary>
    public const string Retriever = "retriever";

    /// <summary>A call of a model that computes vectors.</summary>
    public const string Embedding = "embedding";

    /// <summary>An order of documents by relevance.</summary>
    public const string Reranker = "reranker";

    /// <summary>A check of input or output.</summary>
    public const string Guardrail = "guardrail";

    /// <summary>An evaluation of a response.</summary>
    public const string Evaluator = "evaluator";

    /// <summary>Any other step of an AI application.</summary>
    public const string Chain = "chain";

    /// <summary>Not a step: it has facts about the trace, such as the user or the variant of a flag.</summary>
    public const string Context = "context";
}
