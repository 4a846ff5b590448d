using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labels;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Labels to add to or remove from the counts, with all other labels of their interactions.</summary>
internal sealed class LabelBatch
{
    private readonly long[] counted;
    private readonly long[] withdrawn;
    private readonly List<Label> labels;
    private readonly ILookup<long, LabelAnswer> answers;

    private LabelBatch(long[] counted, long[] withdrawn, long[] interactions, List<Label> labels, List<LabelAnswer> answers)
    {
        (this.counted, this.withdrawn, Interactions, this.labels) = (counted, withdrawn, interactions, labels);
        this.answers = answers.ToLookup(a => a.LabelId);
    }

    public long[] Interactions { get; }

    /// <summary>Counted, but withdrawn since.</summary>
    public long[] Withdrawn => withdrawn;

    /// <summary>Not counted yet.</summary>
    public IEnumerable<Label> Fresh => labels.Where(l => !l.IsCounted);

    public long[] FreshIds => counted;

    public long[] Labelers => [.. labels.Select(l => l.LabelerId).Distinct()];

    /// <summary>The oldest labels that are not counted; null if there are none.</summary>
    public static async Task<LabelBatch?> NextAsync(TriageDbContext db, long workflowId, int most, CancellationToken cancellationToken)
    {
        var fresh = await db
            .Labels.Where(l => l.WorkflowId == workflowId && l.IsCurrent && !l.IsCounted)
            .OrderBy(l => l.Id)
            .Select(l => new { l.Id, l.InteractionId })
            .Take(most)
            .ToListAsync(cancellationToken);
        var gone = await db
            .Labels.Where(l => l.WorkflowId == workflowId && !l.IsCurrent && l.IsCounted)
            .OrderBy(l => l.Id)
            .Select(l => new { l.Id, l.InteractionId })
            .Take(most)
            .ToListAsync(cancellationToken);
        if (fresh.Count + gone.Count == 0)
            return null;
        var interactions = fresh.Concat(gone).Select(l => l.InteractionId).Distinct().ToArray();
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l => interactions.Contains(l.InteractionId) && l.IsCurrent)
            .OrderBy(l => l.Id)
            .ToListAsync(cancellationToken);
        var answers = await db
            .LabelAnswers.AsNoTracking()
            .Where(a => db.Labels.Any(l => l.Id == a.LabelId && interactions.Contains(l.InteractionId) && l.IsCurrent))
            .ToListAsync(cancellationToken);
        var known = labels.Select(l => l.Id).ToHashSet();
        // A label withdrawn between the two queries was never counted, so nothing must be subtracted.
        return new LabelBatch(
            [.. labels.Where(l => !l.IsCounted).Select(l => l.Id)],
            [.. gone.Select(l => l.Id).Where(id => !known.Contains(id))],
            interactions,
            labels,
            answers
        );
    }

    /// <summary>The answers of the labels. If a labeler has several labels, the latest counts.</summary>
    public IReadOnlyList<QuestionAnswer> Answers(WorkflowQuestions questions)
    {
        var latest = new Dictionary<(QuestionKey, long, int, long), QuestionAnswer>();
        foreach (var label in labels)
        {
            var day = DateOnly.FromDateTime(label.CreatedAt.UtcDateTime);
            foreach (var (question, value) in Answers(questions, label))
                latest[(question, label.InteractionId, label.Turn, label.LabelerId)] = new QuestionAnswer(
                    question,
                    label.InteractionId,
                    label.Turn,
                    label.LabelerId,
                    value,
                    day
                );
        }

        return [.. latest.Values];
    }

    /// <summary>The answers of one label.</summary>
    public IEnumerable<(QuestionKey Question, string Value)> Answers(WorkflowQuestions questions, Label label) =>
        answers[label.Id].SelectMany(a => questions.Read(label.RubricVersionId, label.CreatedAt, label.Turn, a.Criterion, a.Value));

    /// <summary>Marks the labels of the batch. Labels that arrived after the query stay unmarked and belong to the next batch.</summary>
    public async Task MarkAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        await LabelChanges.SetCountedAsync(db.Labels.Where(l => counted.Contains(l.Id)), true, cancellationToken);
        await LabelChanges.SetCountedAsync(db.Labels.Where(l => withdrawn.Contains(l.Id)), false, cancellationToken);
    }
}
