namespace TriageConsole.Core.Evaluation;

/// <summary>The subject of an evaluator.</summary>
public enum EvaluatorFamily
{
    /// <summary>The output itself, or the output compared with the expected one.</summary>
    Check,

    /// <summary>The output compared with the retrieved documents, or the documents themselves.</summary>
    Retrieval,

    /// <summary>Content that an output must not have.</summary>
    Policy,

    /// <summary>A program that the admin of the server has configured.</summary>
    Command,

    /// <summary>A language model that answers the rubric.</summary>
    Judge,
}
