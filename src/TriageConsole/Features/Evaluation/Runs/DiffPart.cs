namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A part of two texts: in both, only in the first, or only in the second.</summary>
public enum DiffPart
{
    Same = 0,
    Removed = 1,
    Added = 2,
}
