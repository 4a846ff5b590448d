namespace TriageConsole.Features.Ingest;

/// <summary>What scoring says of the lines of a batch that join an interaction; those it does not count or list were taken.</summary>
public sealed class LateVerdicts
{
    /// <summary>New lines that say what is known already.</summary>
    public int Duplicates { get; set; }

    /// <summary>New lines that replaced an earlier signal.</summary>
    public int Changed { get; set; }

    /// <summary>Lines for an interaction that has as many signals as it may have.</summary>
    public List<LateLine> Refused { get; } = [];
}
