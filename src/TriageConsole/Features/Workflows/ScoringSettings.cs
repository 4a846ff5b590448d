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
        IRescoring rescoring,
        Workflow workflow,
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
        if (scoring.Any(p => entry.Property(p).IsModified) || workflow.SuspicionWeights is not null)
            await rescoring.RequestAsync(db, workflow.Id, cancellationToken);
    }
}
