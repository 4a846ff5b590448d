using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Labels;

/// <summary>The result for the lines of a label file. Every line counts in exactly one of the four numbers.</summary>
public sealed class LabelImportResult
{
    private const int VerdictsShown = 1000;

    /// <summary>New answers.</summary>
    public int Accepted { get; set; }

    /// <summary>Answers that are already stored with the same value.</summary>
    public int Duplicates { get; set; }

    /// <summary>Changed answers. Each creates a revision, and the earlier one is kept.</summary>
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
