namespace TriageConsole.Client;

/// <summary>The kinds of feedback.</summary>
public enum FeedbackKind
{
    /// <summary>Deliberate feedback of a user: a rating, a thumb, a comment.</summary>
    Explicit,

    /// <summary>Behaviour of a user: edited, copied, retried, abandoned.</summary>
    Implicit,

    /// <summary>A result of software: a check, a guardrail, a judge.</summary>
    System,

    /// <summary>A judgement of an expert.</summary>
    Human,
}
