using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Labels;

/// <summary>Reads and writes the rows of imported labels in the transaction of their batch.</summary>
internal static class ImportedLabels
{
    public static async Task InsertAsync(
        TriageDbContext db,
        IProviderStatements statements,
        long tenantId,
        long workflowId,
        RubricVersion rubric,
        DateTimeOffset now,
        List<KeyValuePair<(long Interaction, int Turn, long Labeler), ImportDraft>> changed,
        CancellationToken cancellationToken
    )
    {
        var old = changed.Where(c => c.Value.Known is not null).Select(c => c.Value.Known!.Id).ToArray();
        if (old.Length > 0)
            await db
                .Labels.Where(l => old.Contains(l.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCurrent, false), cancellationToken);
        var labels = changed.ConvertAll(c => new Label
        {
            TenantId = tenantId,
            WorkflowId = workflowId,
            InteractionId = c.Key.Interaction,
            Turn = c.Key.Turn,
            LabelerId = c.Key.Labeler,
            RubricVersionId = rubric.Id,
            RubricId = rubric.RubricId,
            CreatedAt = now,
            Revision = (c.Value.Known?.Revision ?? 0) + 1,
            Reason = c.Value.Known is null ? "" : "import",
            Comment = c.Value.Comment,
            JudgeVersionId = c.Value.JudgeVersionId,
            IdempotencyKey = c.Value.Key(c.Key.Interaction, c.Key.Turn),
        });
        await statements.BulkLoadAsync(db, labels, cancellationToken);
        var keys = labels.ConvertAll(l => l.IdempotencyKey);
        var ids = await db
            .Labels.Where(l => l.WorkflowId == workflowId && keys.Contains(l.IdempotencyKey))
            .Select(l => new
            {
                l.Id,
                l.LabelerId,
                l.IdempotencyKey,
            })
            .ToDictionaryAsync(l => (l.LabelerId, l.IdempotencyKey), l => l.Id, cancellationToken);
        await statements.BulkLoadAsync(
            db,
            changed
                .Zip(labels)
                .SelectMany(p =>
                    p.First.Value.Answers.Select(a => new LabelAnswer
                    {
                        LabelId = ids[(p.Second.LabelerId, p.Second.IdempotencyKey)],
                        Criterion = a.Key,
                        Value = a.Value.Value,
                        NumericValue = a.Value.Number,
                    })
                )
                .ToList(),
            cancellationToken
        );
        // One statement per number of new labels, not one per interaction.
        foreach (var group in changed.Where(c => c.Value.Known is null).GroupBy(c => c.Key.Interaction).GroupBy(g => g.Count(), g => g.Key))
            await InteractionUpdates.AddLabelsAsync(db, [.. group], group.Key, cancellationToken);

        await statements.AddToCountersAsync(
            db,
            workflowId,
            new CounterChange(Labels: changed.Count(c => c.Value.Known is null)),
            cancellationToken
        );
    }

    /// <summary>The current imported labels of these interactions by these labelers.</summary>
    public static async Task<Dictionary<(long, int, long), KnownLabel>> KnownAsync(
        TriageDbContext db,
        long rubricId,
        long[] interactions,
        long[] labelers,
        CancellationToken cancellationToken
    )
    {
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l => interactions.Contains(l.InteractionId) && labelers.Contains(l.LabelerId) && l.IsCurrent && l.RubricId == rubricId)
            .Select(l => new
            {
                l.Id,
                l.InteractionId,
                l.Turn,
                l.LabelerId,
                l.Revision,
                l.JudgeVersionId,
                l.Comment,
            })
            .ToListAsync(cancellationToken);
        var ids = labels.ConvertAll(l => l.Id);
        var answers = (await db.LabelAnswers.AsNoTracking().Where(a => ids.Contains(a.LabelId)).ToListAsync(cancellationToken)).ToLookup(
            a => a.LabelId
        );
        return labels.ToDictionary(
            l => (l.InteractionId, l.Turn, l.LabelerId),
            l => new KnownLabel(
                l.Id,
                l.Revision,
                l.JudgeVersionId,
                l.Comment,
                answers[l.Id].ToDictionary(a => a.Criterion, a => (a.Value, a.NumericValue))
            )
        );
    }
}
