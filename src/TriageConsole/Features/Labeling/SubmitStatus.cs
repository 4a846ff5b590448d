using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>How a submit was stored.</summary>
public enum SubmitStatus
{
    Saved,
    SavedAsExtra,
    SavedAsRevision,
}
