using System.Globalization;
using TriageConsole.Core.Gates;
using TriageConsole.Features.Evaluation.Runs;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The gates of the offline evaluation: the golden set, its freshness, and the LLM judges of the run.</summary>
internal static class OfflineGates
{
    public static IEnumerable<GateResult> Of(EvalSummary? run, long? liveId, double margin, int golden, int stale, int minimum)
    {
        yield return Evaluation(run, liveId, margin, minimum);
        yield return Golden(golden, stale, minimum);
        if (run is { Judges.Count: > 0 })
            yield return Judges(run);
    }

    private static GateResult Evaluation(EvalSummary? run, long? liveId, double margin, int minimum)
    {
        const string name = "Offline evaluation";
        GateResult Answer(GateAnswer answer, string text) =>
            new(
                GateKind.OfflineEvaluation,
                name,
                answer,
                text,
                Value: run?.PassRate - run?.LivePassRate,
                Threshold: -margin,
                Units: run?.Items,
                Unit: GateUnit.ShareDifference
            );
        if (run is null)
            return Answer(GateAnswer.NotEnoughEvidence, "It has no offline evaluation. Start one.");
        if (run.BaselineId != liveId)
            return Answer(GateAnswer.NotEnoughEvidence, "It was compared with a release that is no longer live. Evaluate it again.");
        if (run.GoldenItems < minimum)
            return Answer(
                GateAnswer.NotEnoughEvidence,
                $"The evaluation has a result on both sides for {run.GoldenItems} golden items; at least {minimum} are needed."
            );
        if (run.LockedRegressions > 0)
            return Answer(
                GateAnswer.Fail,
                $"{run.LockedRegressions} locked golden {(run.LockedRegressions == 1 ? "item gets" : "items get")} worse."
            );
        if (run.RetrievalHolds == false)
            return Answer(GateAnswer.Fail, "Retrieval checks fail.");
        if (run.Failed > 0)
            return Answer(GateAnswer.NotEnoughEvidence, $"{run.Failed} of {run.Items} items have no response to score. Evaluate it again.");
        if (run.PassRate is not { } rate || run.LivePassRate is not { } live)
            return Answer(GateAnswer.NotEnoughEvidence, "No check of the evaluation applied to both responses.");
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * rate:0.#} % of the checks pass, {100 * live:0.#} % for live, margin {100 * margin:0.#} pp; no "
                + $"locked item gets worse"
        );
        return rate < live - margin
            ? Answer(GateAnswer.Fail, $"The pass rate is lower: {figures}.")
            : Answer(GateAnswer.Pass, $"{figures}.");
    }

    private static GateResult Golden(int golden, int stale, int minimum)
    {
        if (golden < minimum)
            return new GateResult(
                GateKind.GoldenSet,
                "Golden set",
                GateAnswer.NotEnoughEvidence,
                $"The golden set has {golden} items; at least {minimum} are needed.",
                golden,
                Threshold: minimum
            );
        return stale == 0
            ? new GateResult(GateKind.GoldenSet, "Golden set", GateAnswer.Pass, $"{golden} items, none is overdue.", stale, Threshold: 0)
            : new GateResult(
                GateKind.GoldenSet,
                "Golden set",
                GateAnswer.Fail,
                $"{stale} of {golden} items are past their review date. Their owners can confirm them.",
                stale,
                Threshold: 0
            );
    }

    private static GateResult Judges(EvalSummary run)
    {
        var under = run.Judges.Where(j => !j.IsAboveBar).ToList();
        if (under.Count == 0)
            return new GateResult(
                GateKind.Judges,
                "Judges",
                GateAnswer.Pass,
                $"{string.Join(", ", run.Judges.Select(j => j.Name))}: at or above the minimum κ."
            );
        var known = under.TrueForAll(j => j.KappaLow is not null);
        return new GateResult(
            GateKind.Judges,
            "Judges",
            known ? GateAnswer.Fail : GateAnswer.NotEnoughEvidence,
            known
                ? $"{string.Join(", ", under.Select(j => j.Name))}: agreement with experts is below the minimum κ."
                : string.Join(
                    " ",
                    under
                        .Where(j => j.KappaLow is null)
                        .Select(j => $"{j.Name}: {j.Problem ?? "Its agreement with experts is unknown."} Calibrate it and evaluate again.")
                )
        );
    }
}
