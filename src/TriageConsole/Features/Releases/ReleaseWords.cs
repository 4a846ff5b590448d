using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases;

/// <summary>Names of kinds and states, in the API and in words.</summary>
public static class ReleaseWords
{
    private static readonly (ComponentKind Kind, string Key, string Words)[] Kinds =
    [
        (ComponentKind.Prompt, "prompt", "Prompt"),
        (ComponentKind.Tools, "tools", "Tools"),
        (ComponentKind.RetrievalConfig, "retrieval_config", "Retrieval config"),
        (ComponentKind.IndexSnapshot, "index_snapshot", "Index snapshot"),
        (ComponentKind.Reranker, "reranker", "Reranker"),
        (ComponentKind.Model, "model", "Model"),
        (ComponentKind.FineTune, "fine_tune", "Fine-tune"),
        (ComponentKind.Guardrail, "guardrail", "Guardrail"),
    ];

    public static IEnumerable<string> KindKeys => Kinds.Select(k => k.Key);

    public static string Key(this ComponentKind kind) => Kinds.First(k => k.Kind == kind).Key;

    public static string Words(this ComponentKind kind) => Kinds.First(k => k.Kind == kind).Words;

    public static ComponentKind? Kind(string? key) =>
        Kinds
            .Where(k => string.Equals(k.Key, key?.Trim(), StringComparison.OrdinalIgnoreCase))
            .Select(k => (ComponentKind?)k.Kind)
            .FirstOrDefault();

    public static string Words(this ReleaseState state) =>
        state switch
        {
            ReleaseState.RolledBack => "rolled back",
            _ => state.ToString().ToLowerInvariant(),
        };

    public static string Key(this ReleaseState state) =>
        state switch
        {
            ReleaseState.RolledBack => "rolled_back",
            _ => state.ToString().ToLowerInvariant(),
        };

    public static string Words(this ExperimentKind kind) =>
        kind switch
        {
            ExperimentKind.Shadow => "shadow run",
            ExperimentKind.Split => "canary",
            _ => "bandit",
        };

    public static string Words(this TransitionCause cause) =>
        cause switch
        {
            TransitionCause.Replaced => "replaced by another release",
            TransitionCause.Guardrail => "a guardrail",
            TransitionCause.Monitoring => "post-promotion monitoring",
            _ => "requested",
        };
}
