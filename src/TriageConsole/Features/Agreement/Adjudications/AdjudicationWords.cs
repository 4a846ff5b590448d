using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>The causes of disagreement as leads read them.</summary>
internal static class AdjudicationWords
{
    public static IReadOnlyList<(DisagreementCause Cause, string Name)> Causes { get; } =
    [
        (DisagreementCause.Slip, "a slip"),
        (DisagreementCause.RubricUnclear, "the rubric is unclear"),
        (DisagreementCause.ContextMissing, "something was not shown"),
        (DisagreementCause.TrulyAmbiguous, "it is truly ambiguous"),
    ];

    public static string Cause(DisagreementCause cause) => Causes.First(c => c.Cause == cause).Name;
}
