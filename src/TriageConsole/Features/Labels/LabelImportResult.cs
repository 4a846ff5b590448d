using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Labels;

/// <summary>What became of the lines of a label file. Every line counts in exactly one of the four.</summary>
public sealed class LabelImportResult
{
    private const int VerdictsShown = 1000;

    /// <summary>New answers.</summary>
    public int Accepted { get; set; }

    /// <summary>Known already, unchanged.</summary>
    public int Duplicates { get; set; }

    /// <summary>Changed: a new revision each, the older kept.</summary>
    public int Revised { get; set; }

    public int RefusedCount { get; set; }

    public List<LineVerdict> Refused { get; } = [];

    internal void Refuse(long line, string reason, string detail)
    {
        RefusedCount++;
        if (Refused.Count < VerdictsShown)
            Refused.Add(new LineVerdict(line, reason, detail));
    }
}
