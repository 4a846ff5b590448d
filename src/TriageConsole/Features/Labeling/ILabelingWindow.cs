namespace TriageConsole.Features.Labeling;

/// <summary>A labeling page of one labeler on one queue.</summary>
public interface ILabelingWindow
{
    /// <summary>Whether its browser still answers; a page that is being closed does not.</summary>
    Task<bool> IsAliveAsync();

    /// <summary>Saves what is typed, takes its items off the screen, and ends once another window may open them.</summary>
    Task HandOverAsync();
}
