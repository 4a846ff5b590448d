namespace TriageConsole.Core.Common;

/// <summary>The types of signals in events and in the database.</summary>
public static class SignalType
{
    /// <summary>Deliberate feedback of a user: a rating, a thumb, a comment.</summary>
    public const string Explicit = "explicit";

    /// <summary>Behaviour of a user: retried, edited, abandoned, escalated, copied.</summary>
    public const string Implicit = "implicit";

    /// <summary>A value of the outcome metric.</summary>
    public const string Outcome = "outcome";

    /// <summary>A result of software: a check, a guardrail, a judge.</summary>
    public const string System = "system";

    /// <summary>An expert's judgement that was sent with the traffic.</summary>
    public const string Human = "human";

    /// <summary>Computed from the interaction itself; never sent.</summary>
    public const string Derived = "derived";

    /// <summary>The types that may be sent.</summary>
    public static IReadOnlyList<string> Sent { get; } = [Explicit, Implicit, Outcome, System, Human];

    /// <summary>Whether a user of the application gave the signal, explicitly or by behaviour.</summary>
    public static bool IsFromUser(string type) => type is Explicit or Implicit;
}
