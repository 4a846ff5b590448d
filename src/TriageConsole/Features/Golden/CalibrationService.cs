using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>
/// The calibration round of a new labeler: golden items, with the expected answers after each. It creates no labels, and its items are
/// never hidden checks of this labeler later.
/// </summary>
public sealed class CalibrationService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    LabelingService labeling,
    TimeProvider time
)
{
    /// <summary>Number of items in a round.</summary>
    public const int RoundItems = 10;

    private const int MaxLookedAt = 200;

    public async Task<CalibrationProgress> ProgressAsync(LabelingSession session, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var answers = Mine(db, session);
        var done = await answers.Select(a => a.GoldenItemId).Distinct().CountAsync(cancellationToken);
        var left = done >= RoundItems ? 0 : Math.Min(RoundItems - done, (await FittingAsync(db, session, cancellationToken)).Count);
        return new CalibrationProgress(
            done,
            done + left,
            await answers.CountAsync(a => a.IsRight, cancellationToken),
            await answers.CountAsync(cancellationToken)
        );
    }

    /// <summary>Starts a session with the caller's own rights.</summary>
    /// <exception cref="AccessDeniedException">The person may not label here.</exception>
    public Task<LabelingSession> StartAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default) =>
        labeling.StartAsync(access, workflow, cancellationToken);

    /// <summary>The next item; null if the round is complete or no suitable item is left for this person.</summary>
    public async Task<CalibrationItem?> NextAsync(
        PersonAccess access,
        LabelingSession session,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        if ((await ProgressAsync(session, cancellationToken)).Done >= RoundItems)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FittingAsync(db, session, cancellationToken) is not [var first, ..])
            return null;
        var next = await db
            .GoldenItems.Where(g => g.Id == first)
            .Select(g => new
            {
                g.Id,
                g.Number,
                g.InteractionId,
            })
            .SingleAsync(cancellationToken);
        return new CalibrationItem(
            next.Id,
            next.Number,
            next.InteractionId,
            (await ItemLoader.ContentAsync(db, session.TenantId, next.InteractionId, cancellationToken))!
        );
    }

    /// <summary>Stores the answers (only the first time) and returns the expected ones.</summary>
    public async Task<IReadOnlyList<CalibrationFeedback>> AnswerAsync(
        PersonAccess access,
        LabelingSession session,
        CalibrationItem item,
        IReadOnlyDictionary<string, string> answers,
        CancellationToken cancellationToken = default
    )
    {
        LabelingService.Demand(access, session);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db
            .GoldenVersions.AsNoTracking()
            .Where(v =>
                v.GoldenItemId == item.GoldenItemId
                && v.Number == item.Number
                && db.GoldenItems.Any(g => g.Id == v.GoldenItemId && g.WorkflowId == session.WorkflowId)
            )
            .SingleAsync(cancellationToken);
        var questions = await WorkflowQuestions.LoadAsync(db, session.WorkflowId, cancellationToken, answered: [version.RubricVersionId]);
        // A question whose meaning has changed no longer has an expected answer.
        var asked = GoldenChecks
            .Expected(questions, version)
            .Where(e => questions.IsAsked(e.Question))
            .Select(e => AnswerKey.Of(WorkflowQuestions.CriterionOf(e.Question.Key), e.Turn).ToString())
            .ToHashSet();
        var expected = JsonSerializer
            .Deserialize<Dictionary<string, string>>(version.Answers)!
            .Where(a => asked.Contains(a.Key))
            .ToDictionary();
        var feedback = Compare(LabelingService.RubricFor(session.Rubric.Definition, item.Content), answers, expected);
        var now = time.GetUtcNow();
        db.CalibrationAnswers.AddRange(
            feedback.Select(f => new CalibrationAnswer
            {
                LabelerId = session.LabelerId,
                GoldenItemId = item.GoldenItemId,
                Number = item.Number,
                Criterion = f.Criterion.Key,
                Value = f.Given ?? "",
                IsRight = f.IsRight,
                AnsweredAt = now,
            })
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Already answered in another window: the first answer stays.
        }

        return feedback;
    }

    /// <summary>Only questions that are compared; texts are only shown.</summary>
    internal static IReadOnlyList<CalibrationFeedback> Compare(
        RubricDefinition rubric,
        IReadOnlyDictionary<string, string> given,
        Dictionary<string, string> expected
    ) =>
        [
            .. rubric
                .Criteria.Where(c => ComparableKinds(c) && expected.ContainsKey(c.Key))
                .Select(c => new CalibrationFeedback(
                    c,
                    given.GetValueOrDefault(c.Key),
                    expected[c.Key],
                    Same(c, given.GetValueOrDefault(c.Key), expected[c.Key])
                )),
        ];

    private static bool ComparableKinds(Criterion criterion) => Core.Agreement.ComparableAnswers.Level(criterion.Kind) is not null;

    private static bool Same(Criterion criterion, string? given, string expected) =>
        given is not null
        && (
            criterion.Kind == CriterionKind.ManyOf
                ? AnswerValidation.ManyOf(given).ToHashSet().SetEquals(AnswerValidation.ManyOf(expected))
                : given == expected
        );

    private static IQueryable<CalibrationAnswer> Mine(TriageDbContext db, LabelingSession session) =>
        db.CalibrationAnswers.Where(a =>
            a.LabelerId == session.LabelerId && db.GoldenItems.Any(g => g.Id == a.GoldenItemId && g.WorkflowId == session.WorkflowId)
        );

    private static async Task<IReadOnlyList<long>> FittingAsync(
        TriageDbContext db,
        LabelingSession session,
        CancellationToken cancellationToken
    ) =>
        await ComparableGolden.OfAsync(
            db,
            session.WorkflowId,
            await Fitting(db, session).OrderBy(g => g.Id).Select(g => g.Id).Take(MaxLookedAt).ToListAsync(cancellationToken),
            cancellationToken
        );

    private static IQueryable<GoldenItem> Fitting(TriageDbContext db, LabelingSession session) =>
        db.GoldenItems.Where(g =>
            g.WorkflowId == session.WorkflowId
            && g.TenantId == session.TenantId
            && g.RetiredAt == null
            && g.OwnerId != session.UserId
            && !db.GoldenVersions.Any(v => v.GoldenItemId == g.Id && v.MadeById == session.UserId)
            && !db.Labels.Any(l => l.InteractionId == g.InteractionId && l.LabelerId == session.LabelerId)
            && !db.CalibrationAnswers.Any(c => c.GoldenItemId == g.Id && c.LabelerId == session.LabelerId)
        );
}
