namespace TriageConsole.Core.Gates;

/// <summary>The order in which gates are named and listed.</summary>
public static class GateOrder
{
    /// <summary>
    /// Failing gates first, then gates without enough evidence, then passing ones; within each in the order of <see cref="GateKind"/>. A
    /// failing gate must not be hidden by a gate that waits for evidence.
    /// </summary>
    public static IOrderedEnumerable<GateResult> WorstFirst(this IEnumerable<GateResult> gates) =>
        gates
            .OrderBy(g =>
                g.Answer switch
                {
                    GateAnswer.Fail => 0,
                    GateAnswer.NotEnoughEvidence => 1,
                    _ => 2,
                }
            )
            .ThenBy(g => g.Kind);
}
