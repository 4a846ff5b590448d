namespace TriageConsole.Data.Releases;

/// <summary>The cause of a transition.</summary>
public enum TransitionCause
{
    /// <summary>A person or an API key.</summary>
    Requested = 0,

    /// <summary>Another release went live or was restored.</summary>
    Replaced = 1,

    /// <summary>A guardrail of the running experiment.</summary>
    Guardrail = 2,

    /// <summary>Post-promotion monitoring.</summary>
    Monitoring = 3,
}
