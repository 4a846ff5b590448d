using System.Globalization;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Releases.Experiments;

/// <summary>The shares of an experiment: what is allowed, in words, and as rows.</summary>
internal static class ExperimentShares
{
    private const double MinShare = 0.01;

    public static Experiment New(
        WorkflowRef workflow,
        ExperimentKind kind,
        IReadOnlyList<CandidateShare> candidates,
        long liveId,
        string by,
        DateTimeOffset now
    )
    {
        var equal = 1.0 / (candidates.Count + 1);
        var control = kind switch
        {
            ExperimentKind.Shadow => 1,
            ExperimentKind.Bandit => equal,
            _ => 1 - candidates.Sum(c => c.Share),
        };
        var experiment = new Experiment
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Kind = kind,
            IsRunning = true,
            StartedAt = now,
            StartedBy = by,
        };
        experiment.Arms.Add(
            new ExperimentArm
            {
                WorkflowId = workflow.Id,
                ReleaseId = liveId,
                IsControl = true,
                Share = control,
            }
        );
        foreach (var c in candidates)
            experiment.Arms.Add(
                new ExperimentArm
                {
                    WorkflowId = workflow.Id,
                    ReleaseId = c.ReleaseId,
                    Share = kind == ExperimentKind.Bandit ? equal : c.Share,
                }
            );
        return experiment;
    }

    public static string? Problem(ExperimentKind kind, IReadOnlyList<CandidateShare> candidates)
    {
        if (candidates.Count is 0 or > 10)
            return "An experiment has 1 to 10 candidates.";
        if (candidates.DistinctBy(c => c.ReleaseId).Count() != candidates.Count)
            return "A candidate is named twice.";
        if (kind == ExperimentKind.Shadow && candidates.Count > 1)
            return "One release at a time runs in shadow.";
        if (kind == ExperimentKind.Bandit)
            return null;
        if (candidates.Any(c => !(c.Share >= MinShare)))
            return "A candidate needs at least 1 % of the units.";
        var max = kind == ExperimentKind.Shadow ? 1 : 0.9;
        return candidates.Sum(c => c.Share) > max + 1e-9
            ? kind == ExperimentKind.Shadow
                ? "A shadow can answer at most all units."
                : "The live release must keep at least 10 % of the units for the comparison."
            : null;
    }

    public static string Words(ExperimentKind kind, IReadOnlyList<CandidateShare> candidates) =>
        kind switch
        {
            ExperimentKind.Shadow => string.Create(
                CultureInfo.InvariantCulture,
                $"In shadow for {100 * candidates[0].Share:0.#} % of the units; users do not see its responses."
            ),
            ExperimentKind.Bandit => $"A bandit divides the traffic by the outcomes; each arm keeps at least "
                + $"{100 * ExperimentService.BanditFloor:0} %.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(" and ", candidates.Select(c => $"{100 * c.Share:0.#} %"))} of the units get the "
                    + $"candidate{(candidates.Count > 1 ? "s" : "")}."
            ),
        };
}
