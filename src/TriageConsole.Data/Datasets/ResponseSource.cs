namespace TriageConsole.Data.Datasets;

/// <summary>Which texts of an interaction are the preferred response of a row, and which one is worse.</summary>
public enum ResponseSource
{
    /// <summary>There is no response to learn from.</summary>
    None = 0,

    /// <summary>The response that was given: labelers found no failure.</summary>
    Output = 1,

    /// <summary>The correction of a labeler; the response that was given is worse.</summary>
    Correction = 2,

    /// <summary>The response that was given, which labelers prefer to the alternative one.</summary>
    OutputOverAlternative = 3,

    /// <summary>The alternative response, which labelers prefer to the one that was given.</summary>
    AlternativeOverOutput = 4,
}
