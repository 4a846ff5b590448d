using TriageConsole.Core;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// What an endpoint said of its own output, kept among the evidence about it: that it was cut off, refused or filtered. It decides nothing.
/// </summary>
internal static class EvalNotes
{
    /// <summary>No evaluator has this key: keys of evaluators have no brackets.</summary>
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
