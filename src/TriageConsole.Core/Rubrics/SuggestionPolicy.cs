namespace TriageConsole.Core.Rubrics;

/// <summary>Whose answers the form of a rubric may suggest.</summary>
public enum SuggestionPolicy
{
    /// <summary>None: labelers answer blind.</summary>
    None = 0,

    /// <summary>The answers of a judge.</summary>
    Judge = 1,

    /// <summary>The answers of an earlier label by another labeler.</summary>
    Label = 2,

    /// <summary>The answers of a judge; without one, those of an earlier label.</summary>
    Any = 3,
}
