using TriageConsole.Core;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// Remarks of an endpoint on its own output, stored with the evidence: truncated, refused or filtered. They decide nothing.
/// </summary>
internal static class EvalNotes
{
    /// <summary>No evaluator has this key: keys of evaluators have no parentheses.</summary>
    public const string Key = "(endpoint)";

    private const int MaxLength = 500;

    public static EvalResult Of(long itemId, string note) =>
        new()
        {
            ItemId = itemId,
            Side = EvalSide.Candidate,
            Evaluator = Key,
            Kind = EvalResultKind.NotApplicable,
            Evidence = Texts.Storable(Texts.Cut(note, MaxLength)),
        };
}
