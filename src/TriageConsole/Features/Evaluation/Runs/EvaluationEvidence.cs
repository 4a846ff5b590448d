using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The results of finished runs, for gates.</summary>
public sealed class EvaluationEvidence(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>
    /// The latest finished run of each release that has one. A rescored run is not new evidence. The caller has checked permissions.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, EvalSummary>> LatestAsync(
        long workflowId,
        IReadOnlyCollection<long> releaseIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var finished = db
            .EvalRuns.AsNoTracking()
            .Where(r =>
                r.WorkflowId == workflowId && releaseIds.Contains(r.ReleaseId) && r.State == EvalState.Finished && r.RescoreOfId == null
            );
        var rows = await finished
            .Where(r =>
                !finished.Any(o =>
                    o.ReleaseId == r.ReleaseId && (o.FinishedAt > r.FinishedAt || (o.FinishedAt == r.FinishedAt && o.Id > r.Id))
                )
            )
            .Select(r => new
            {
                r.Id,
                r.ReleaseId,
                r.BaselineId,
                r.FinishedAt,
                r.Summary,
                r.Settings,
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            r => r.ReleaseId,
            r =>
            {
                var figures = ReadFigures(r.Summary!);
                return new EvalSummary(
                    r.Id,
                    r.ReleaseId,
                    r.BaselineId,
                    r.FinishedAt!.Value,
                    figures.Items,
                    figures.Golden.Live.Items,
                    figures.Failed,
                    figures.LockedRegressions,
                    figures.All.Candidate.Rate,
                    figures.All.Live.Rate,
                    figures.RetrievalHolds,
                    [.. EvalSettings.Read(r.Settings).Judges.Values.DistinctBy(j => j.Name)]
                );
            }
        );
    }

    internal static EvalRunFigures ReadFigures(string summary) => JsonSerializer.Deserialize<EvalRunFigures>(summary, EvalSettings.Json)!;
}
