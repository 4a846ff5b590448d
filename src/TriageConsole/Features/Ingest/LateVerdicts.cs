namespace TriageConsole.Features.Ingest;

/// <summary>
/// The verdicts of scoring for the lines that join an interaction. A line that is neither counted nor listed here was added.
/// </summary>
public sealed class LateVerdicts
{
    /// <summary>New lines with content that is already stored.</summary>
    public int Duplicates { get; set; }

    /// <summary>New lines that replaced an earlier signal.</summary>
    public int Changed { get; set; }

    /// <summary>Lines for an interaction that has the maximum number of signals.</summary>
    public List<LateLine> Refused { get; } = [];
}
