using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>The position bias of clicks or citations.</summary>
/// <param name="Shown">Number of documents shown.</param>
/// <param name="Chosen">Number of those that were clicked or cited.</param>
/// <param name="Problem">Why there is no estimate; null if there is one.</param>
/// <param name="Positions">By rank; empty without an estimate.</param>
public sealed record BiasAnswer(long Shown, long Chosen, string? Problem, IReadOnlyList<PositionAnswer> Positions)
{
    internal static BiasAnswer Of(PositionBias bias) =>
        new(
            bias.Shown,
            bias.Chosen,
            bias.Problem,
            [.. bias.Propensities.Select((p, at) => new PositionAnswer(at + 1, p, bias.WeightAt(at + 1)))]
        );
}
