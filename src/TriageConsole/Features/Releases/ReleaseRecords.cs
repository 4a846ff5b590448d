using TriageConsole.Data.Releases;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases;

/// <summary>Who does something: a person, a pipeline's key, or the console itself.</summary>
public sealed record Actor(long? UserId, string Name)
{
    public static Actor Console { get; } = new(null, "the console");

    public static Actor CommandLine { get; } = new(null, "command line");

    public static Actor Of(PersonAccess access) => new(access.UserId, access.DisplayName);

    public static Actor Of(ApiCaller caller) => new(null, $"key {caller.KeyId}");
}

/// <summary>What became of a request, in a sentence for whoever made it.</summary>
/// <param name="Ok">Whether it was done.</param>
/// <param name="Message">What was done, or why not.</param>
/// <param name="Id">Of what was made or changed.</param>
/// <param name="IsConflict">Refused because somebody else was there first, or the page was old: looking again helps.</param>
public sealed record ReleaseResult(bool Ok, string Message, long? Id = null, bool IsConflict = false)
{
    public static ReleaseResult Done(string message, long? id = null) => new(true, message, id);

    public static ReleaseResult Refused(string message) => new(false, message);

    public static ReleaseResult Conflict(string message) => new(false, message, IsConflict: true);

    public static ReleaseResult StalePage { get; } =
        Conflict("Not done: somebody changed this release, or what is live, after your page was drawn. This is how it stands now.");
}

/// <summary>Names of kinds and states: as the API spells them, and in words.</summary>
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
            TransitionCause.Replaced => "another release took its place",
            TransitionCause.Guardrail => "a guardrail",
            TransitionCause.Watch => "the watch",
            _ => "asked",
        };
}
