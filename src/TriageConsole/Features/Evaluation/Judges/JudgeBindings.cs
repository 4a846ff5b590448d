using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Compares the configuration of each judge with the version that was calibrated last.</summary>
public sealed class JudgeBindings(IDbContextFactory<TriageDbContext> contexts, EvaluatorSetService sets, RubricService rubrics)
    : IJudgeBindings
{
    public async Task<IReadOnlyDictionary<string, JudgeBinding>> CurrentAsync(long workflowId, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(workflowId, cancellationToken);
        if (parts.Count == 0)
            return new Dictionary<string, JudgeBinding>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var judges = parts.Select(p => p.Judge).ToArray();
        var rows = await (
            from r in db.JudgeRuns.AsNoTracking()
            where
                r.WorkflowId == workflowId
                && judges.Contains(r.Judge)
                && r.SuggestedPrompt == null
                && r.State == EvalState.Finished
                && !db.JudgeRuns.Any(o =>
                    o.WorkflowId == workflowId
                    && o.Judge == r.Judge
                    && o.SuggestedPrompt == null
                    && o.State == EvalState.Finished
                    && o.Id > r.Id
                )
            join v in db.JudgeVersions on r.JudgeVersionId equals v.Id
            join n in db.RubricVersions on v.RubricVersionId equals n.Id
            select new
            {
                r.Judge,
                r.FinishedAt,
                Version = v,
                n.Number,
            }
        ).ToListAsync(cancellationToken);
        // The last calibration replaced the labels of the ones before it, so only that one can be current.
        var last = rows.ToDictionary(r => r.Judge, StringComparer.Ordinal);
        return parts.ToDictionary(
            p => p.Judge,
            p =>
            {
                var calibrated = last.GetValueOrDefault(p.Judge);
                var problem = calibrated is null
                    ? Unusable(p) ?? "It is not calibrated."
                    : Unusable(p) ?? Changes(p, calibrated.Version, calibrated.Number);
                return new JudgeBinding(
                    p.Judge,
                    p.Model,
                    p.RubricNumber,
                    problem is null ? calibrated!.Version.Id : null,
                    calibrated?.FinishedAt,
                    problem
                );
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>The configured judges of a workflow, each labeler id once.</summary>
    internal async Task<IReadOnlyList<JudgeParts>> PartsAsync(long workflowId, CancellationToken cancellationToken)
    {
        var set = await sets.CurrentAsync(workflowId, cancellationToken);
        var judges = set?.Definition.Evaluators.Where(e => e.Kind.Family == EvaluatorFamily.Judge).ToList() ?? [];
        if (judges.Count == 0)
            return [];
        var rubric = await rubrics.EnsureForWorkflowAsync(workflowId, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoints = await (
            from w in db.Workflows
            where w.Id == workflowId
            join e in db.ModelEndpoints on w.TenantId equals e.TenantId
            where e.RemovedAt == null
            select new
            {
                e.Name,
                e.BaseUrl,
                e.Model,
            }
        ).ToDictionaryAsync(e => e.Name, cancellationToken);
        return
        [
            .. judges
                .GroupBy(e => e.Text("judge"), StringComparer.Ordinal)
                .Select(g =>
                {
                    var e = g.First();
                    var endpoint = endpoints.GetValueOrDefault(e.Text("endpoint"));
                    return new JudgeParts(
                        e,
                        endpoint?.Model,
                        endpoint is null ? "" : JudgePrompts.Hex($"{endpoint.BaseUrl}\n{endpoint.Model}"),
                        JudgePrompts.Hash(e.Texts("criteria"), e.Text("instructions")),
                        rubric.VersionId,
                        rubric.Number,
                        [.. JudgeProtocol.Asked(rubric.Definition, [.. e.Texts("criteria")]).Criteria.Select(c => c.Key)],
                        g.Count() > 1
                    );
                }),
        ];
    }

    private static string? Unusable(JudgeParts parts) =>
        parts.IsShared ? "Several evaluators use this labeler id. Give each its own."
        : parts.Model is null ? "Its endpoint is disabled."
        : null;

    private static string? Changes(JudgeParts parts, JudgeVersion version, int rubric)
    {
        var changes = new List<string>();
        if (version.EndpointHash != parts.EndpointHash)
            changes.Add(version.Model == parts.Model ? "the endpoint changed" : $"the model changed from {version.Model} to {parts.Model}");
        if (version.PromptHash != parts.PromptHash)
            changes.Add("the prompt changed");
        if (version.RubricVersionId != parts.RubricVersionId)
            changes.Add($"the rubric changed from version {rubric} to {parts.RubricNumber}");
        return changes.Count == 0 ? null : $"Its calibration is out of date: {string.Join(", ", changes)}.";
    }
}
