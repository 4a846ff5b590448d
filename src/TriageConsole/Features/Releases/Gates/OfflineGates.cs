using System.Globalization;
using TriageConsole.Core.Gates;
using TriageConsole.Features.Evaluation.Runs;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The gates that the offline evaluation decides: the golden set, its freshness, and the judges that were used.</summary>
internal static class OfflineGates
{
    public static IEnumerable<GateResult> Of(EvalSummary? run, long? liveId, double margin, int golden, int stale, int least)
    {
        yield return Evaluation(run, liveId, margin, least);
        yield return Golden(golden, stale, least);
        if (run is { Judges.Count: > 0 })
            yield return Judges(run);
    }

    private static GateResult Evaluation(EvalSummary? run, long? liveId, double margin, int least)
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
                Units: run?.Items
            );
        if (run is null)
            return Answer(GateAnswer.NotEnoughEvidence, "It was not evaluated offline yet: start an evaluation.");
        if (run.BaselineId != liveId)
            return Answer(GateAnswer.NotEnoughEvidence, "It was evaluated against a release that is no longer live: evaluate it again.");
        if (run.GoldenItems < least)
            return Answer(
                GateAnswer.NotEnoughEvidence,
                $"The evaluation decided {run.GoldenItems} golden items on both sides; at least {least} are needed."
            );
        if (run.LockedRegressions > 0)
            return Answer(
                GateAnswer.Fail,
                $"{run.LockedRegressions} locked golden {(run.LockedRegressions == 1 ? "item gets" : "items get")} worse than live."
            );
        if (run.RetrievalHolds == false)
            return Answer(GateAnswer.Fail, "Retrieval checks do not hold.");
        if (run.Failed > 0)
            return Answer(GateAnswer.NotEnoughEvidence, $"{run.Failed} of {run.Items} items have no answer to score: evaluate it again.");
        if (run.PassRate is not { } rate || run.LivePassRate is not { } live)
            return Answer(GateAnswer.NotEnoughEvidence, "No check of the evaluation applied to both answers.");
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * rate:0.#} % of the checks pass, {100 * live:0.#} % of live's, margin {100 * margin:0.#} points; no "
                + $"locked item gets worse"
        );
        return rate < live - margin
            ? Answer(GateAnswer.Fail, $"The pass rate is lower: {figures}.")
            : Answer(GateAnswer.Pass, $"{figures}.");
    }

    private static GateResult Golden(int golden, int stale, int least)
    {
        if (golden < least)
            return new GateResult(
                GateKind.GoldenSet,
                "Golden set",
                GateAnswer.NotEnoughEvidence,
                $"The golden set has {golden} items; at least {least} are needed.",
                golden,
                Threshold: least
            );
        return stale == 0
            ? new GateResult(GateKind.GoldenSet, "Golden set", GateAnswer.Pass, $"{golden} items, none is overdue.", stale, Threshold: 0)
            : new GateResult(
                GateKind.GoldenSet,
                "Golden set",
                GateAnswer.Fail,
                $"Stale: {stale} of {golden} items are past their refresh date. Their owners can confirm them in one key.",
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
                $"{string.Join(", ", run.Judges.Select(j => j.Name))}: above the workflow's bar."
            );
        var known = under.TrueForAll(j => j.KappaLow is not null);
        return new GateResult(
            GateKind.Judges,
            "Judges",
            known ? GateAnswer.Fail : GateAnswer.NotEnoughEvidence,
            known
                ? $"{string.Join(", ", under.Select(j => j.Name))} agrees with experts less than the workflow's bar asks."
                : $"How well {string.Join(", ", under.Where(j => j.KappaLow is null).Select(j => j.Name))} agrees with "
                    + $"experts is not known: label what it judged."
        );
    }
}
