using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>What decides whether a fine-tune may be proposed.</summary>
/// <param name="WeeksSeen">Weeks in which the pattern was seen.</param>
/// <param name="Interactions">Interactions it held in the period.</param>
/// <param name="FixTried">Whether a fix of prompt or retrieval was tried on it.</param>
/// <param name="FixNotIndicated">Whether somebody decided that such a fix cannot help.</param>
public readonly record struct ActionFacts(int WeeksSeen, long Interactions, bool FixTried = false, bool FixNotIndicated = false);

/// <summary>When a pattern is stable and large.</summary>
public sealed record ActionSettings
{
    /// <summary>Fewest weeks seen. Default 3.</summary>
    public int StableWeeks { get; init; } = 3;

    /// <summary>More interactions than this in the period. Default 1,000.</summary>
    public long HighVolume { get; init; } = 1000;
}

/// <summary>What to do about a failure: the cheapest thing that its pattern points at first. Source: domain sections 3 and 13.</summary>
/// <param name="Key">Short name, one of the constants.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record RecommendedAction(string Key, string Sentence)
{
    // Keys: what a page, a rule or a row refers to.
    public const string RetryAndWatch = "retry-watch";
    public const string FixPrompt = "fix-prompt";
    public const string FixRetrieval = "fix-retrieval";
    public const string FixTool = "fix-tool";
    public const string RollBackOrPin = "roll-back-or-pin";
    public const string LimitLength = "limit-length";
    public const string FixServing = "fix-serving";
    public const string FixPromptOrRetrieval = "fix-prompt-or-retrieval";
    public const string FineTune = "fine-tune";
    public const string RedesignTask = "redesign-task";

    /// <summary>The ladder. A fine-tune cannot mend a tool, the serving or a version that can be rolled back; for the rest it comes last.</summary>
    /// <param name="errorClass">Of the failures.</param>
    /// <param name="terms">Of the pattern; none for a failure outside patterns.</param>
    /// <param name="facts">Of the pattern.</param>
    /// <param name="settings">Defaults where null.</param>
    public static RecommendedAction For(
        ErrorClass errorClass,
        IReadOnlyList<NamedTerm> terms,
        ActionFacts facts = default,
        ActionSettings? settings = null
    )
    {
        if (errorClass == ErrorClass.OneOff)
            return new RecommendedAction(RetryAndWatch, "Retry, and watch whether it comes again.");
        if (errorClass == ErrorClass.Conceptual)
            return new RecommendedAction(
                RedesignTask,
                "Redesign the task: no version copes with it, so another prompt or model will not either."
            );
        var fix = Fix(terms);
        var mendable = fix.Key is FixPrompt or FixRetrieval or LimitLength or FixPromptOrRetrieval;
        return mendable && IsDueForTuning(facts, settings ?? new ActionSettings()) ? Tune(facts) : fix;
    }

    private static bool IsDueForTuning(ActionFacts facts, ActionSettings s) =>
        facts.WeeksSeen >= s.StableWeeks && facts.Interactions > s.HighVolume && (facts.FixTried || facts.FixNotIndicated);

    private static RecommendedAction Tune(ActionFacts facts) =>
        new(
            FineTune,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Fine-tune on the pattern: seen for {facts.WeeksSeen} weeks with {facts.Interactions} interactions, and a fix of prompt or retrieval {(facts.FixTried ? "was tried" : "is not indicated")}."
            )
        );

    private static RecommendedAction Fix(IReadOnlyList<NamedTerm> terms)
    {
        RecommendedAction? On(Func<NamedTerm, bool> about, string key, Func<string, string> sentence)
        {
            var named = terms.Where(about).Select(t => t.Words).ToList();
            return named.Count > 0 ? new RecommendedAction(key, sentence(string.Join(", ", named))) : null;
        }

        return On(
                t => t.Attribute == "error kind" && TransientError.Is(t.Value),
                FixServing,
                n => $"Raise limits or capacity, or fail over: {n} comes again and again."
            )
            ?? On(t => t.Attribute is "prompt version", FixPrompt, n => $"Fix the prompt: failures concentrate on {n}.")
            ?? On(IsRetrieval, FixRetrieval, n => $"Fix retrieval or the knowledge behind it: failures concentrate on {n}.")
            ?? On(
                t => t.Attribute.StartsWith("tool ", StringComparison.Ordinal) || t.Attribute is "tool" or "tools",
                FixTool,
                n => $"Fix the tool: failures concentrate on {n}."
            )
            ?? On(
                t => t.Attribute is "model version" or "served model" or "model" or "release" or "deployment",
                RollBackOrPin,
                n => $"Roll back or pin the version: failures concentrate on {n}."
            )
            ?? On(IsLength, LimitLength, n => $"Cut inputs into chunks or limit them in prompt or retrieval: failures concentrate on {n}.")
            ?? new RecommendedAction(FixPromptOrRetrieval, "Try a fix of prompt or retrieval first, on the pattern's interactions.");
    }

    private static bool IsRetrieval(NamedTerm term) =>
        term.Attribute.StartsWith("document", StringComparison.Ordinal)
        || term.Attribute.StartsWith("retriev", StringComparison.Ordinal)
        || term.Attribute is "knowledge version";

    private static bool IsLength(NamedTerm term) =>
        term.Attribute is "turns"
        || term.Attribute.Contains("length", StringComparison.Ordinal)
        || term.Attribute.Contains("tokens", StringComparison.Ordinal)
        || term.Attribute.StartsWith("input ", StringComparison.Ordinal);
}
