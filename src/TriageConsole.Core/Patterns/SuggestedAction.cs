using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>The suggested action for a failure: the cheapest action that fits the terms of its pattern.</summary>
/// <param name="Key">Short name; one of the constants.</param>
/// <param name="Sentence">One sentence for display.</param>
public sealed record SuggestedAction(string Key, string Sentence)
{
    // Keys that pages, rules and rows refer to.
    public const string RetryAndCheck = "retry-watch";
    public const string FixPrompt = "fix-prompt";
    public const string FixRetrieval = "fix-retrieval";
    public const string FixTool = "fix-tool";
    public const string RollBackOrPin = "roll-back-or-pin";
    public const string LimitLength = "limit-length";
    public const string FixServing = "fix-serving";
    public const string FixPromptOrRetrieval = "fix-prompt-or-retrieval";
    public const string FineTune = "fine-tune";
    public const string RedesignTask = "redesign-task";

    /// <summary>
    /// Selects the action. A fine-tune comes last, and only for prompts, retrieval and length: it cannot fix a tool, the serving or a
    /// version that can be rolled back.
    /// </summary>
    /// <param name="errorClass">Class of the failures.</param>
    /// <param name="terms">Terms of the pattern; empty for a failure outside patterns.</param>
    /// <param name="facts">Facts about the pattern.</param>
    /// <param name="settings">Thresholds; null for the defaults.</param>
    public static SuggestedAction For(
        ErrorClass errorClass,
        IReadOnlyList<NamedTerm> terms,
        ActionFacts facts = default,
        ActionSettings? settings = null
    )
    {
        if (errorClass == ErrorClass.OneOff)
            return new SuggestedAction(RetryAndCheck, "Retry, and check whether it occurs again.");
        if (errorClass == ErrorClass.Conceptual)
            return new SuggestedAction(
                RedesignTask,
                "Redesign the task: it fails in all versions, so another prompt or model is unlikely to help."
            );
        var fix = Fix(terms);
        var isTunable = fix.Key is FixPrompt or FixRetrieval or LimitLength or FixPromptOrRetrieval;
        return isTunable && IsDueForTuning(facts, settings ?? new ActionSettings()) ? Tune(facts) : fix;
    }

    private static bool IsDueForTuning(ActionFacts facts, ActionSettings s) =>
        facts.WeeksSeen >= s.StableWeeks && facts.Interactions > s.HighVolume && (facts.FixTried || facts.FixNotIndicated);

    private static SuggestedAction Tune(ActionFacts facts) =>
        new(
            FineTune,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Fine-tune on the pattern: seen for {facts.WeeksSeen} weeks with {facts.Interactions} interactions, and a fix of the "
                    + $"prompt or retrieval {(facts.FixTried ? "was tried" : "is not indicated")}."
            )
        );

    private static SuggestedAction Fix(IReadOnlyList<NamedTerm> terms)
    {
        SuggestedAction? On(Func<NamedTerm, bool> about, string key, Func<string, string> sentence)
        {
            var named = terms.Where(about).Select(t => t.Words).ToList();
            return named.Count > 0 ? new SuggestedAction(key, sentence(string.Join(", ", named))) : null;
        }

        return On(
                t => t.Attribute == "error kind" && TransientError.Is(t.Value),
                FixServing,
                n => $"Raise limits or capacity, or fail over: {n} occurs repeatedly."
            )
            ?? On(t => t.Attribute is "prompt version", FixPrompt, n => $"Fix the prompt: failures concentrate on {n}.")
            ?? On(IsRetrieval, FixRetrieval, n => $"Fix retrieval or the knowledge base: failures concentrate on {n}.")
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
            ?? On(
                IsLength,
                LimitLength,
                n => $"Split inputs into chunks, or limit them in the prompt or retrieval: failures concentrate on {n}."
            )
            ?? new SuggestedAction(FixPromptOrRetrieval, "First try a fix of the prompt or retrieval on the pattern's interactions.");
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
