namespace TriageConsole.Core.Patterns;

/// <summary>The kind of a failure.</summary>
public enum ErrorClass
{
    /// <summary>A transient error (time-out, rate limit, network) or a single failure: retry and observe.</summary>
    OneOff,

    /// <summary>Part of a significant pattern: fix the cause of the pattern, or fine-tune on it.</summary>
    Systematic,

    /// <summary>The task fails in all versions and outside patterns: redesign the task.</summary>
    Conceptual,
}
