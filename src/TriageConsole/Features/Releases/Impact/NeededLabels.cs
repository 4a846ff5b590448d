using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Impact;

/// <summary>Finds the labels that the gates of a release wait for: golden items, and expert labels to calibrate a judge.</summary>
internal static class NeededLabels
{
    /// <summary>Of a pattern with many failures, only the latest are counted.</summary>
    private const int MaxMembers = 1000;

    public static async Task<IReadOnlyList<LabelsNeeded>> OfAsync(
        TriageDbContext db,
        long workflowId,
        ReleaseRow row,
        CancellationToken cancellationToken
    )
    {
        var needed = new List<LabelsNeeded>();
        foreach (var gate in row.Gates.Where(g => g.Answer == GateAnswer.NotEnoughEvidence))
        {
            if (gate is { Kind: GateKind.GoldenSet, Value: { } have, Threshold: { } minimum } && have < minimum)
                needed.Add(
                    new LabelsNeeded(
                        gate.Name,
                        LabelsNeeded.GoldenItems,
                        (int)(minimum - have),
                        null,
                        await PatternsAsync(db, workflowId, cancellationToken)
                    )
                );
            else if (
                gate.Kind == GateKind.Judges
                && await JudgesAsync(db, workflowId, row.Id, cancellationToken) is { Missing: > 0, Judges: { Count: > 0 } judges } found
            )
                needed.Add(
                    new LabelsNeeded(
                        gate.Name,
                        LabelsNeeded.Labels,
                        found.Missing,
                        string.Join(", ", judges),
                        await PatternsAsync(db, workflowId, cancellationToken)
                    )
                );
        }

        return needed;
    }

    /// <summary>The judges of the evaluation that cannot be calibrated, because too few interactions have an expert label.</summary>
    private static async Task<(IReadOnlyList<string> Judges, int Missing)> JudgesAsync(
        TriageDbContext db,
        long workflowId,
        long releaseId,
        CancellationToken cancellationToken
    )
    {
        var settings = await db
            .EvalRuns.Where(r =>
                r.WorkflowId == workflowId && r.ReleaseId == releaseId && r.State == EvalState.Finished && r.RescoreOfId == null
            )
            .OrderByDescending(r => r.FinishedAt)
            .ThenByDescending(r => r.Id)
            .Select(r => r.Settings)
            .FirstOrDefaultAsync(cancellationToken);
        if (settings is null)
            return ([], 0);
        var labeled = await (await CalibrationItems.FindAsync(db, workflowId, null, cancellationToken))
            .Take(AgreementText.EnoughItems)
            .CountAsync(cancellationToken);
        return (
            [.. EvalSettings.Read(settings).Judges.Values.Where(j => j.KappaLow is null).Select(j => j.Name).Distinct()],
            AgreementText.EnoughItems - labeled
        );
    }

    private static async Task<IReadOnlyList<NeededPattern>> PatternsAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken
    )
    {
        var patterns = await db
            .FailurePatterns.Where(p => p.WorkflowId == workflowId && p.IsCurrent)
            .OrderByDescending(p => p.Impact)
            .ThenBy(p => p.Id)
            .Take(ReleaseLabelsReader.MaxNames)
            .Select(p => new
            {
                p.Id,
                p.Name,
                p.Impact,
                Golden = db.GoldenItems.Count(g =>
                    g.WorkflowId == workflowId
                    && g.RetiredAt == null
                    && db.PatternMembers.Any(m => m.PatternId == p.Id && m.InteractionId == g.InteractionId)
                ),
            })
            .ToListAsync(cancellationToken);
        var needed = new List<NeededPattern>();
        foreach (var pattern in patterns.OrderBy(p => p.Golden > 0).ThenByDescending(p => p.Impact).ThenBy(p => p.Id))
        {
            var members = db.PatternMembers.Where(m => m.PatternId == pattern.Id).OrderByDescending(m => m.InteractionId).Take(MaxMembers);
            var labeled = members.Where(m =>
                db.Labels.Any(l => l.InteractionId == m.InteractionId && l.IsCurrent && l.Labeler!.Kind != LabelerKind.Judge)
            );
            var unlabeled = members.Where(m =>
                !db.Labels.Any(l => l.InteractionId == m.InteractionId && l.IsCurrent && l.Labeler!.Kind != LabelerKind.Judge)
            );
            needed.Add(
                new NeededPattern(
                    pattern.Id,
                    pattern.Name,
                    pattern.Golden,
                    await labeled.CountAsync(m => !db.GoldenItems.Any(g => g.InteractionId == m.InteractionId), cancellationToken),
                    await unlabeled.CountAsync(cancellationToken),
                    await unlabeled.CountAsync(
                        m => db.QueueItems.Any(q => q.WorkflowId == workflowId && q.OpenSlots > 0 && q.InteractionId == m.InteractionId),
                        cancellationToken
                    )
                )
            );
        }

        return needed;
    }
}
