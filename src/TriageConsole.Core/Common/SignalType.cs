namespace TriageConsole.Core.Common;

/// <summary>The types of signals, as events and the database write them.</summary>
public static class SignalType
{
    /// <summary>What a user said on purpose: a rating, a thumb, a comment.</summary>
    public const string Explicit = "explicit";

    /// <summary>What a user did: retried, edited, abandoned, escalated, copied.</summary>
    public const string Implicit = "implicit";

    /// <summary>A value of the outcome metric.</summary>
    public const string Outcome = "outcome";

    /// <summary>What software found: a check, a guardrail, a judge.</summary>
    public const string System = "system";

    /// <summary>An expert's judgement that was sent along with traffic.</summary>
    public const string Human = "human";

    /// <summary>Read off the interaction itself; never sent.</summary>
    public const string Derived = "derived";

    /// <summary>The types that may be sent.</summary>
    public static IReadOnlyList<string> Sent { get; } = [Explicit, Implicit, Outcome, System, Human];

    /// <summary>Whether a user of the application gave the signal, by word or by deed.</summary>
    public static bool IsFromUser(string type) => type is Explicit or Implicit;
}
