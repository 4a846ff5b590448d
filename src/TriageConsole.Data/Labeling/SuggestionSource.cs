namespace TriageConsole.Data.Labeling;

/// <summary>Who gave the answer that was suggested.</summary>
public enum SuggestionSource
{
    /// <summary>A judge.</summary>
    Judge = 0,

    /// <summary>Another labeler, or an imported label.</summary>
    Label = 1,
}
