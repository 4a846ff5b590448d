namespace TriageConsole.Core.Patterns;

/// <summary>The facts that decide whether a fine-tune is suggested.</summary>
/// <param name="WeeksSeen">Number of weeks in which the pattern occurred.</param>
/// <param name="Interactions">Number of its interactions in the period.</param>
/// <param name="FixTried">Whether a fix of the prompt or retrieval was tried.</param>
/// <param name="FixNotIndicated">Whether a person decided that such a fix cannot help.</param>
public readonly record struct ActionFacts(int WeeksSeen, long Interactions, bool FixTried = false, bool FixNotIndicated = false);
