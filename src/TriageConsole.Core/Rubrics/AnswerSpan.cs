namespace TriageConsole.Core.Rubrics;

/// <summary>A marked part of the response, half-open, in UTF-16 code units.</summary>
/// <param name="Start">Index of the first character, from 0.</param>
/// <param name="End">Index after the last character.</param>
/// <param name="Type">One of the criterion's span types.</param>
/// <param name="Target">The marked text; always "output".</param>
public sealed record AnswerSpan(int Start, int End, string Type, string Target = AnswerSpan.Output)
{
    /// <summary>The response of the interaction.</summary>
    public const string Output = "output";

    /// <summary>Whether the span is inside the text and splits no surrogate pair.</summary>
    /// <param name="text">The response.</param>
    public bool Fits(string text) =>
        Start >= 0 && Start < End && End <= text.Length && Texts.IsBoundary(text, Start) && Texts.IsBoundary(text, End);
}
