namespace TriageConsole.Data.Labeling;

/// <summary>Statements of the providers contain the numbers.</summary>
public enum FlagState
{
    Open = 0,
    Resolved = 1,

    /// <summary>The labeler took it back while it was open.</summary>
    Withdrawn = 2,
}
