namespace TriageConsole.Core.Gates;

/// <summary>A verdict and the gate that decided it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Because">The deciding gate; null if all gates pass, or if there are none.</param>
public sealed record GateDecision(GateVerdict Verdict, GateResult? Because)
{
    /// <summary>
    /// A failed guardrail rolls back, whatever the other gates say. Otherwise the worst gate that does not pass holds: a failing gate
    /// before one without enough evidence, then in the order of <see cref="GateKind"/>. Without any result the verdict is hold.
    /// </summary>
    /// <param name="results">The results of all gates in any order; several guardrails are several results.</param>
    /// <param name="required">Kinds that must have a result; a missing one counts as not enough evidence.</param>
    public static GateDecision Of(IReadOnlyCollection<GateResult> results, IEnumerable<GateKind>? required = null)
    {
        if (results.FirstOrDefault(r => r is { Kind: GateKind.Guardrail, Answer: GateAnswer.Fail }) is { } failed)
            return new GateDecision(GateVerdict.RollBack, failed);
        var missing = (required ?? []).Where(kind => results.All(r => r.Kind != kind)).Select(NotEvaluated);
        var first = results.Where(r => r.Answer != GateAnswer.Pass).Concat(missing).WorstFirst().FirstOrDefault();
        return new GateDecision(first is null && results.Count > 0 ? GateVerdict.Promote : GateVerdict.Hold, first);
    }

    private static GateResult NotEvaluated(GateKind kind) => new(kind, kind.ToString(), GateAnswer.NotEnoughEvidence, "Not evaluated.");
}
