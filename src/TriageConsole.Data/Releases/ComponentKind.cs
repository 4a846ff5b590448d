namespace TriageConsole.Data.Releases;

/// <summary>The kinds of components that determine the behavior of a workflow.</summary>
public enum ComponentKind
{
    Prompt = 0,
    Tools = 1,
    RetrievalConfig = 2,
    IndexSnapshot = 3,
    Reranker = 4,
    Model = 5,
    FineTune = 6,
    Guardrail = 7,
}
