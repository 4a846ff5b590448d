namespace TriageConsole.Features.Retraining.Runs;

/// <summary>A component that an executor made.</summary>
/// <param name="Kind">The kind: prompt, retrieval_config, reranker, index_snapshot, model or fine_tune.</param>
/// <param name="Name">The name of the component.</param>
/// <param name="Content">Its content.</param>
/// <param name="Reference">Where it is instead, such as the name of a model.</param>
/// <param name="Message">What was changed and why.</param>
public sealed record ResultComponent(string? Kind, string? Name, string? Content = null, string? Reference = null, string? Message = null);
