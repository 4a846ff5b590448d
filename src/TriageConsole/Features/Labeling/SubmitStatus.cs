namespace TriageConsole.Features.Labeling;

/// <summary>How a submit was stored.</summary>
public enum SubmitStatus
{
    Saved,
    SavedAsExtra,
    SavedAsRevision,
}
