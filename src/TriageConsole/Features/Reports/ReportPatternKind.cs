namespace TriageConsole.Features.Reports;

/// <summary>What happened to a pattern.</summary>
public enum ReportPatternKind
{
    /// <summary>A lead set it to fixed.</summary>
    Fixed,

    /// <summary>It was fixed and fails again.</summary>
    Regressed,

    /// <summary>Its first known failure is in the week.</summary>
    New,
}
