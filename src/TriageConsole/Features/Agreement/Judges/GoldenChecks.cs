using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>
/// Compares the labels of a batch with golden answers. Only labels that are newer than the answers, on questions with an unchanged meaning,
/// and not by a person who owns the item, set its answers or saw it in a calibration round.
/// </summary>
internal static class GoldenChecks
{
    public static async Task KeepAsync(
        TriageDbContext db,
        IProviderStatements statements,
        long workflowId,
        WorkflowQuestions questions,
        LabelBatch batch,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db.GoldenChecks.Where(c => batch.Withdrawn.Contains(c.LabelId)).ExecuteDeleteAsync(cancellationToken);
        var golden = await db
            .GoldenItems.AsNoTracking()
            .Where(g => g.RetiredAt == null && batch.Interactions.Contains(g.InteractionId))
            .Select(g => new
            {
                g.Id,
                g.InteractionId,
                g.OwnerId,
                g.Versions,
            })
            .ToDictionaryAsync(g => g.InteractionId, cancellationToken);
        if (golden.Count == 0)
            return;
        var people = await db
            .Labelers.AsNoTracking()
            .Where(l => l.UserId != null && batch.Labelers.Contains(l.Id))
            .ToDictionaryAsync(l => l.Id, l => l.UserId, cancellationToken);
        var ids = golden.Values.Select(g => g.Id).ToArray();
        var calibrated = (
            await db
                .CalibrationAnswers.AsNoTracking()
                .Where(c => ids.Contains(c.GoldenItemId) && batch.Labelers.Contains(c.LabelerId))
                .Select(c => new { c.GoldenItemId, c.LabelerId })
                .Distinct()
                .ToListAsync(cancellationToken)
        )
            .Select(c => (c.GoldenItemId, c.LabelerId))
            .ToHashSet();
        var checks = new List<GoldenCheck>();
        foreach (var label in batch.Fresh.Where(l => golden.ContainsKey(l.InteractionId)))
        {
            var item = golden[label.InteractionId];
            var version = item.Versions.Where(v => v.MadeAt <= label.CreatedAt).MaxBy(v => v.Number);
            var person = people.GetValueOrDefault(label.LabelerId);
            if (version is null || person == version.MadeById || person == item.OwnerId || calibrated.Contains((item.Id, label.LabelerId)))
                continue;
            var given = batch.Answers(questions, label).ToDictionary(a => a.Question, a => a.Value);
            checks.AddRange(
                Expected(questions, version)
                    .Where(e => e.Turn == label.Turn && given.ContainsKey(e.Question))
                    .Select(e => new GoldenCheck
                    {
                        LabelId = label.Id,
                        Criterion = e.Question.Key,
                        SinceVersionId = e.Question.SinceVersionId,
                        GoldenItemId = item.Id,
                        Number = version.Number,
                        WorkflowId = workflowId,
                        LabelerId = label.LabelerId,
                        IsRight = given[e.Question] == e.Value,
                        CheckedAt = now,
                    })
            );
        }

        await db.GoldenChecks.Where(c => batch.FreshIds.Contains(c.LabelId)).ExecuteDeleteAsync(cancellationToken);
        await statements.BulkLoadAsync(db, checks, cancellationToken);
    }

    /// <summary>Checks against the current answers of items that are not retired.</summary>
    public static IQueryable<GoldenCheck> Current(TriageDbContext db) =>
        db
            .GoldenChecks.AsNoTracking()
            .Where(c => db.GoldenItems.Any(g => g.Id == c.GoldenItemId && g.Number == c.Number && g.RetiredAt == null));

    /// <summary>The expected answers by question and turn.</summary>
    public static IEnumerable<(QuestionKey Question, int Turn, string Value)> Expected(
        WorkflowQuestions questions,
        GoldenVersion version
    ) =>
        from answer in JsonSerializer.Deserialize<Dictionary<string, string>>(version.Answers)!
        let key = AnswerKey.Parse(answer.Key)
        from read in questions.Read(version.RubricVersionId, version.MadeAt, key.Turn, key.Criterion, answer.Value)
        select (read.Question, key.Turn, read.Value);
}
