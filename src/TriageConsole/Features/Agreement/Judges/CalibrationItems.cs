using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>The interactions that a judge can be calibrated with.</summary>
internal static class CalibrationItems
{
    /// <summary>
    /// Interactions with a response and an expert answer to a current question about the whole interaction. Answers to an earlier meaning
    /// of a question are not compared.
    /// </summary>
    /// <param name="db">The database of the query.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="criteria">The criteria that the judge answers; null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<IQueryable<long>> FindAsync(
        TriageDbContext db,
        long workflowId,
        IReadOnlyCollection<string>? criteria,
        CancellationToken cancellationToken
    )
    {
        var questions = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken, answered: []);
        var known = await db
            .AgreementCriteria.Where(c => c.WorkflowId == workflowId)
            .Select(c => new
            {
                c.Id,
                c.Key,
                c.RubricVersionId,
            })
            .ToListAsync(cancellationToken);
        var asked = known
            .Where(c =>
                !questions.IsImported(c.RubricVersionId)
                && questions.IsAsked(new QuestionKey(c.Key, c.RubricVersionId))
                && (criteria is null || criteria.Contains(WorkflowQuestions.CriterionOf(c.Key)))
            )
            .Select(c => c.Id)
            .ToArray();
        return db
            .AgreementEntries.Where(e =>
                asked.Contains(e.CriterionId)
                && e.Turn == 0
                && db.Labelers.Any(l => l.Id == e.LabelerId && l.Kind != LabelerKind.Judge)
                && db.InteractionPayloads.Any(p => p.InteractionId == e.InteractionId && p.Output != null)
            )
            .Select(e => e.InteractionId)
            .Distinct();
    }
}
