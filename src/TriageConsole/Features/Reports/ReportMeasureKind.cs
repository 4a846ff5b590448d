namespace TriageConsole.Features.Reports;

/// <summary>What a measure of a report measures.</summary>
public enum ReportMeasureKind
{
    /// <summary>The mean of an outcome metric.</summary>
    Outcome,

    /// <summary>The share of interactions with an explicit or implicit negative signal.</summary>
    NegativeSignals,

    /// <summary>The share of interactions that ended in an error.</summary>
    Errors,
}
