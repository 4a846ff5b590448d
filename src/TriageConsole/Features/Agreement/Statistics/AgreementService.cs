using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Computes agreement from the stored counts. It reads no labels, so the cost does not depend on their number.</summary>
public sealed class AgreementService(IDbContextFactory<TriageDbContext> contexts, IMemoryCache cache)
{
    private const int MaxConfusions = 12;
    private const int Replicates = 1000;

    /// <summary>The labeled questions of a workflow: first those of the current rubric in its order.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public Task<IReadOnlyList<AgreementQuestion>> QuestionsAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        return QuestionsAsync(workflow.Id, cancellationToken);
    }

    /// <summary>
    /// Agreement on one question, for interactions whose latest label is within these days (UTC, both included); null if there is no such
    /// question.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public Task<AgreementReport?> ReportAsync(
        PersonAccess access,
        WorkflowRef workflow,
        AgreementQuestion question,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        return ReportAsync(workflow.Id, question, from, to, cancellationToken);
    }

    /// <summary>For the API: only workflows of the caller's tenant.</summary>
    public async Task<long?> WorkflowAsync(ApiCaller caller, string workflow, CancellationToken cancellationToken = default)
    {
        if (workflow.Contains('\0', StringComparison.Ordinal))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    internal async Task<IReadOnlyList<AgreementQuestion>> QuestionsAsync(long workflowId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .AgreementCriteria.AsNoTracking()
            .Where(c => c.WorkflowId == workflowId)
            .Select(c => new
            {
                Criterion = c,
                Number = db.RubricVersions.Where(v => v.Id == c.RubricVersionId).Select(v => v.Number).Single(),
            })
            .ToListAsync(cancellationToken);
        var questions = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken, answered: []);
        return rows.Select(r => Describe(questions, r.Criterion, r.Number))
            .OfType<AgreementQuestion>()
            .OrderBy(q => !q.IsAsked)
            .ThenBy(q => q.IsImported)
            .ThenBy(q => questions.Place(q.Key))
            .ThenByDescending(q => q.SinceNumber)
            .ThenBy(q => q.Id)
            .ToList();
    }

    /// <summary>
    /// Figures are cached until the counts change. The current text of the question comes from the caller, because it can change without
    /// the counts.
    /// </summary>
    internal async Task<AgreementReport?> ReportAsync(
        long workflowId,
        AgreementQuestion question,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changes = await db
            .AgreementCriteria.Where(c => c.Id == question.Id && c.WorkflowId == workflowId)
            .Select(c => (long?)c.Changes)
            .SingleOrDefaultAsync(cancellationToken);
        if (changes is null)
            return null;
        var key = ("agreement", question.Id, changes, question.Level, from, to);
        if (!cache.TryGetValue(key, out AgreementReport? report))
            report = cache.Set(
                key,
                await ComputeAsync(db, question, from, to, cancellationToken),
                new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10), Size = 1 }
            );
        return report! with { Question = question with { Level = report.Question.Level } };
    }

    /// <summary>The same figures with bootstrap intervals (resampled interactions).</summary>
    internal async Task<AgreementFigures> BootstrapAsync(AgreementReport report, int seed, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await CountsAsync(db, report.Question, report.From, report.To, cancellationToken);
        var table = counts.Table();
        return report.Figures with
        {
            Raw = UnitBootstrap.Raw(table, Replicates, seed),
            FleissKappa = UnitBootstrap.FleissKappa(table, Replicates, seed),
            GwetAc1 = UnitBootstrap.GwetAc1(table, Replicates, seed),
            Alpha = report.Figures.Alpha.Keys.ToDictionary(
                l => l,
                l => report.Figures.Alpha[l].Value is null ? report.Figures.Alpha[l] : UnitBootstrap.Alpha(table, l, Replicates, seed)
            ),
        };
    }

    internal static AgreementFigures FiguresOf(AgreementTable table, bool numeric) =>
        new(
            table.Items,
            table.PairedItems,
            table.Labels,
            PairwiseAgreement.Raw(table),
            PairwiseAgreement.FleissKappa(table),
            PairwiseAgreement.GwetAc1(table),
            Enum.GetValues<MeasurementLevel>()
                .Where(l => numeric || l == MeasurementLevel.Nominal)
                .ToDictionary(l => l, l => KrippendorffAlpha.Of(table, l))
        );

    private static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see agreement.");
    }

    private static AgreementQuestion? Describe(WorkflowQuestions questions, AgreementCriterion row, int number)
    {
        var key = new QuestionKey(row.Key, row.RubricVersionId);
        if (questions.Find(key) is not { } found)
            return null;
        var (criterion, option) = found;
        var label = option is null
            ? criterion.Label
            : $"{criterion.Label} {criterion.Options.FirstOrDefault(o => o.Value == option)?.Label ?? option}";
        var level = ComparableAnswers.Level(criterion.Kind) ?? MeasurementLevel.Nominal;
        return new AgreementQuestion(
            row.Id,
            row.Key,
            label,
            level,
            row.RubricVersionId,
            number,
            questions.IsImported(row.RubricVersionId),
            questions.IsAsked(key),
            criterion.Scope,
            LabelsOf(criterion, option)
        );
    }

    private static Dictionary<string, string> LabelsOf(Criterion criterion, string? option) =>
        option is not null ? new() { ["yes"] = "chosen", ["no"] = "not chosen" }
        : criterion.Kind == CriterionKind.YesNo
            ? new()
            {
                ["yes"] = criterion.Options.FirstOrDefault(o => o.Value == "yes")?.Label ?? "Yes",
                ["no"] = criterion.Options.FirstOrDefault(o => o.Value == "no")?.Label ?? "No",
            }
        : criterion.Options.ToDictionary(o => o.Value, o => o.Label);

    private static async Task<AgreementCounts> CountsAsync(
        TriageDbContext db,
        AgreementQuestion question,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellationToken
    )
    {
        var patterns = await db
            .AgreementPatterns.AsNoTracking()
            .Where(p => p.CriterionId == question.Id && (from == null || p.Day >= from) && (to == null || p.Day <= to))
            .Select(p => new
            {
                p.Day,
                p.Pattern,
                p.Items,
            })
            .ToListAsync(cancellationToken);
        // Read after the patterns: values that are added in between are then included, so no named value is missing.
        var values = await db
            .AgreementValues.AsNoTracking()
            .Where(v => v.CriterionId == question.Id)
            .ToDictionaryAsync(v => v.Id, v => v.Value, cancellationToken);
        return new AgreementCounts(question.Level, values, patterns.Select(p => (p.Day, p.Pattern, p.Items)));
    }

    private static async Task<AgreementReport> ComputeAsync(
        TriageDbContext db,
        AgreementQuestion question,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellationToken
    )
    {
        var counts = await CountsAsync(db, question, from, to, cancellationToken);
        var weeks = counts
            .Weeks()
            .Select(w => new AgreementWeek(
                w.Week,
                w.Table.PairedItems,
                KrippendorffAlpha.Of(w.Table, counts.Level),
                PairwiseAgreement.Raw(w.Table)
            ))
            .ToList();
        var pairs = await LabelerPairs.LoadAsync(db, question.Id, counts, from, to, cancellationToken);
        return new AgreementReport(
            question with
            {
                Level = counts.Level,
            },
            from,
            to,
            FiguresOf(counts.Table(), counts.IsNumeric),
            weeks,
            pairs.Pairs(),
            pairs.Labelers(),
            counts.Confusions(MaxConfusions)
        );
    }
}
