namespace TriageConsole.Features.Labeling;

/// <summary>A labeling page of one labeler on one queue.</summary>
public interface ILabelingWindow
{
    /// <summary>Whether the browser still responds. A page that is closing does not.</summary>
    Task<bool> IsAliveAsync();

    /// <summary>Saves the typed answers, removes the items from the screen, and completes when another window can open them.</summary>
    Task HandOverAsync();
}
