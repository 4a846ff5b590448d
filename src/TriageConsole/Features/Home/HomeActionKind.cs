namespace TriageConsole.Features.Home;

/// <summary>The kinds of tasks on the start page, the most urgent first.</summary>
public enum HomeActionKind
{
    /// <summary>The live release performs worse than the one before.</summary>
    Regression,

    /// <summary>A gate of a candidate fails.</summary>
    FailingGate,

    /// <summary>Somebody asks for approval of a release.</summary>
    ApprovalRequest,

    /// <summary>Every gate of a candidate passes.</summary>
    ReadyRelease,

    /// <summary>Labelers found personal data.</summary>
    PersonalData,

    /// <summary>Other flags of labelers, and reasons for skipping.</summary>
    Flags,

    Disagreements,

    GoldenItems,

    DataAlerts,

    /// <summary>A workflow that traffic named and that is not configured.</summary>
    Setup,
}
