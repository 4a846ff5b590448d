using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>The causes of disagreement as leads read them.</summary>
internal static class AdjudicationWords
{
    public static IReadOnlyList<(DisagreementCause Cause, string Name)> Causes { get; } =
    [
        (DisagreementCause.Slip, "Mistake of a labeler"),
        (DisagreementCause.RubricUnclear, "Unclear rubric"),
        (DisagreementCause.ContextMissing, "Missing context"),
        (DisagreementCause.TrulyAmbiguous, "Ambiguous case"),
    ];

    /// <summary>A question by its key: "satisfaction (message 2)".</summary>
    public static string Question(string key) =>
        AnswerKey.Parse(key) is { Message: not null } answer ? $"{answer.Criterion} (message {answer.Turn})" : key;

    public static string Cause(DisagreementCause cause) => Causes.First(c => c.Cause == cause).Name;
}
