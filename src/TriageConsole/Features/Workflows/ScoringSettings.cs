using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Workflows;

/// <summary>Effects of changed settings on scores: a new version of the signal weights, and a rescore of past interactions.</summary>
internal static class ScoringSettings
{
    /// <summary>Creates a new version if the weights differ from the current ones.</summary>
    public static async Task ChangeWeightsAsync(
        TriageDbContext db,
        DateTimeOffset at,
        Workflow workflow,
        SignalWeights wanted,
        string by,
        CancellationToken cancellationToken
    )
    {
        var versions = db.SuspicionWeights.Where(w => w.WorkflowId == workflow.Id);
        var now = await versions
            .Where(w => w.Id == workflow.SuspicionWeightsId)
            .Select(w => w.Definition)
            .SingleOrDefaultAsync(cancellationToken);
        if (wanted == (now is null ? SignalWeights.Default : SignalWeights.Parse(now)))
            return;
        var last = await versions.MaxAsync(w => (int?)w.Number, cancellationToken) ?? 0;
        workflow.SuspicionWeights = new SuspicionWeights
        {
            WorkflowId = workflow.Id,
            Number = last + 1,
            Definition = wanted.ToJson(),
            CreatedAt = at,
            CreatedBy = by,
        };
    }

    /// <summary>Requests a rescore of past interactions in the background if a setting for scores or ranks changed.</summary>
    public static async Task RequestRescoreAsync(
        TriageDbContext db,
        Workflow workflow,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        string[] scoring =
        [
            nameof(Workflow.Configured),
            nameof(Workflow.OutcomeMetric),
            nameof(Workflow.OutcomeDirection),
            nameof(Workflow.ValuePerUnit),
            nameof(Workflow.BaseImpact),
            nameof(Workflow.ReviewThreshold),
            nameof(Workflow.SegmentWeights),
            nameof(Workflow.RoleWeights),
            nameof(Workflow.FeedbackScales),
            nameof(Workflow.SuspicionWeightsId),
        ];
        db.ChangeTracker.DetectChanges();
        var entry = db.Entry(workflow);
        if (!scoring.Any(p => entry.Property(p).IsModified) && workflow.SuspicionWeights is null)
            return;
        var work = await db.Rescores.FindAsync([workflow.Id], cancellationToken);
        if (work is null)
            db.Rescores.Add(work = new Rescore { WorkflowId = workflow.Id });
        (work.Cursor, work.RequestedAt) = (0, at);
    }

    public static async Task<double?> RescoredAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var cursor = await db
            .Rescores.Where(r => r.WorkflowId == workflowId)
            .Select(r => (long?)r.Cursor)
            .SingleOrDefaultAsync(cancellationToken);
        if (cursor is null)
            return null;
        var last = await db.Interactions.MaxAsync(i => (long?)i.Id, cancellationToken) ?? 0;
        return last == 0 ? 1 : (double)cursor.Value / last;
    }
}
