namespace TriageConsole.Core.Gates;

/// <summary>What the gates together say.</summary>
public enum GateVerdict
{
    /// <summary>A guardrail fails: back to what was live.</summary>
    RollBack,

    /// <summary>Something is not shown yet, or fails: stays as it is.</summary>
    Hold,

    /// <summary>Everything is shown.</summary>
    Promote,
}

/// <summary>A verdict and the gate that decided it.</summary>
/// <param name="Verdict">What is to be done.</param>
/// <param name="Because">The gate; null where all pass, or none was asked.</param>
public sealed record GateDecision(GateVerdict Verdict, GateResult? Because)
{
    /// <summary>
    /// A failing guardrail rolls back, whatever else fails or is missing: nothing hides it. Else the first gate that does not pass, in order of
    /// <see cref="GateKind"/>, holds. No result at all holds.
    /// </summary>
    /// <param name="results">Every gate's answer, in any order; several guardrails are several results.</param>
    /// <param name="required">Kinds that must have an answer: one that was never asked is not enough evidence.</param>
    public static GateDecision Of(IReadOnlyCollection<GateResult> results, IEnumerable<GateKind>? required = null)
    {
        if (results.FirstOrDefault(r => r is { Kind: GateKind.Guardrail, Answer: GateAnswer.Fail }) is { } harm)
            return new GateDecision(GateVerdict.RollBack, harm);
        var missing = (required ?? []).Where(kind => results.All(r => r.Kind != kind)).Select(Unasked);
        var first = results.Where(r => r.Answer != GateAnswer.Pass).Concat(missing).OrderBy(r => r.Kind).FirstOrDefault();
        return new GateDecision(first is null && results.Count > 0 ? GateVerdict.Promote : GateVerdict.Hold, first);
    }

    private static GateResult Unasked(GateKind kind) => new(kind, kind.ToString(), GateAnswer.NotEnoughEvidence, "Not evaluated.");
}
