namespace TriageConsole.Core.Reports;

/// <summary>The kinds of next steps, the most urgent first: what harms users now, what is ready, what prevents an answer.</summary>
public enum NextStepKind
{
    /// <summary>The live release performs worse than the one before.</summary>
    Regression,

    /// <summary>A gate of a candidate fails.</summary>
    FailingGate,

    /// <summary>A pattern was fixed and fails again.</summary>
    RegressedPattern,

    /// <summary>Labelers found personal data.</summary>
    PersonalData,

    /// <summary>Every gate of a candidate passes.</summary>
    ReadyRelease,

    /// <summary>A current pattern costs outcome every week.</summary>
    Pattern,

    /// <summary>The workflow is not configured, so it has no metric.</summary>
    Setup,

    /// <summary>Too few outcomes are measured to see a change.</summary>
    Outcomes,

    /// <summary>Interactions wait for labels.</summary>
    Labels,

    /// <summary>Labelers disagree.</summary>
    Disagreements,

    /// <summary>Golden items are due for review.</summary>
    GoldenItems,
}
