using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>Verdicts and figures of documents in words.</summary>
internal static class RetrievalWords
{
    public static string Key(DocumentVerdict verdict) =>
        verdict switch
        {
            DocumentVerdict.Helps => "helps",
            DocumentVerdict.Hurts => "hurts",
            DocumentVerdict.Stale => "stale",
            DocumentVerdict.NeverHelps => "never_helps",
            DocumentVerdict.NoDifference => "no_difference",
            _ => "too_few_data",
        };

    public static (string Words, string Style) Of(DocumentVerdict verdict) =>
        verdict switch
        {
            DocumentVerdict.Helps => ("better outcomes", "ok"),
            DocumentVerdict.Hurts => ("worse outcomes", "bad"),
            DocumentVerdict.Stale => ("stale", "warn"),
            DocumentVerdict.NeverHelps => ("never helps", "warn"),
            DocumentVerdict.NoDifference => ("not decisive", ""),
            _ => ("insufficient data", ""),
        };

    /// <summary>A mean in the notation of its metric.</summary>
    public static string Mean(double? mean, RetrievalView view) =>
        mean is not { } value ? "no data"
        : view.IsYesNo ? Figures.Rate(value)
        : Unit(Figures.Number(value), view);

    /// <summary>A difference with its interval.</summary>
    public static string Difference(Interval difference, RetrievalView view)
    {
        if (difference.Value is not { } value)
            return "no data";
        if (view.IsYesNo)
            return Figures.RateDifference(value, difference.Low, difference.High);
        var text = Unit(Figures.WithSign(value, Figures.Number), view);
        return difference is { Low: { } low, High: { } high }
            ? $"{text} {Figures.Interval(Figures.WithSign(low, Figures.Number), Figures.WithSign(high, Figures.Number))}"
            : text;
    }

    /// <summary>Why a filter is proposed for a document.</summary>
    public static string Reason(DocumentFeedback document, RetrievalView view) =>
        document.Verdict switch
        {
            DocumentVerdict.Hurts => $"outcomes are worse with it: {Difference(document.Effect.Difference, view)}.",
            DocumentVerdict.Stale => string.Create(
                CultureInfo.InvariantCulture,
                $"its last change was on {document.ChangedAt:yyyy-MM-dd}, and outcomes are not better with it."
            ),
            DocumentVerdict.NeverHelps => $"retrieved {Figures.Count(document.Retrieved)} times and never cited or clicked; "
                + $"{Figures.Number(document.ExpectedUses)} uses are usual at its positions.",
            _ => "",
        };

    private static string Unit(string text, RetrievalView view) => string.IsNullOrEmpty(view.Unit) ? text : $"{text} {view.Unit}";
}
