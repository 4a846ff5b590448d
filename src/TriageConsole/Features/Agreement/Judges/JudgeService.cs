using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Judges;

/// <summary>Compares LLM judges with the business outcome and with experts, to find which of them are trusted in a workflow.</summary>
public sealed class JudgeService(
    IDbContextFactory<TriageDbContext> contexts,
    AgreementService agreement,
    IMemoryCache cache,
    IJudgeBindings bindings
)
{
    /// <summary>Outcomes between 0 and 1 from this value are a success.</summary>
    private const double Success = 0.5;

    private static readonly HashSet<string> PassWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "pass",
        "passed",
        "yes",
        "true",
        "good",
        "ok",
        "correct",
        "resolved",
        "satisfied",
        "satisfactory",
        "success",
        "compliant",
        "1",
    };

    private static readonly HashSet<string> FailWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "fail",
        "failed",
        "failure",
        "no",
        "false",
        "bad",
        "incorrect",
        "wrong",
        "unresolved",
        "unsatisfied",
        "unsatisfactory",
        "non-compliant",
        "0",
    };

    /// <summary>All judges of the workflow on all questions that they answered.</summary>
    public async Task<IReadOnlyList<JudgeReport>> ListAsync(long workflowId, CancellationToken cancellationToken = default) =>
        await ListAsync(workflowId, await agreement.QuestionsAsync(workflowId, cancellationToken), cancellationToken);

    /// <summary>The same for some questions.</summary>
    public async Task<IReadOnlyList<JudgeReport>> ListAsync(
        long workflowId,
        IReadOnlyList<AgreementQuestion> questions,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflow = await db.Workflows.AsNoTracking().SingleAsync(w => w.Id == workflowId, cancellationToken);
        var reports = new List<JudgeReport>();
        var rubrics = await WorkflowQuestions.LoadAsync(db, workflowId, cancellationToken, answered: []);
        var bound = await bindings.CurrentAsync(workflowId, cancellationToken);
        foreach (var question in questions)
        {
            var judges = await db
                .Labelers.AsNoTracking()
                .Where(l =>
                    l.Kind == LabelerKind.Judge && db.AgreementEntries.Any(e => e.LabelerId == l.Id && e.CriterionId == question.Id)
                )
                .OrderBy(l => l.Key)
                .Select(l => new LabelerName(l.Id, l.Key, l.Name, l.Kind))
                .ToListAsync(cancellationToken);
            if (judges.Count == 0)
                continue;
            var passes = Passes(rubrics, question);
            var (metric, outcomes) = await OutcomesAsync(db, workflow, question, cancellationToken);
            var experts = await ExpertsAsync(db, workflowId, question, [.. judges.Select(j => j.Id)], cancellationToken);
            foreach (var judge in judges)
            {
                var binding = bound.GetValueOrDefault(judge.Key);
                var outcome = AgainstOutcome(outcomes.Where(o => o.Judge == judge.Id).ToList(), passes);
                var expert = AgainstExperts(
                    experts.Where(e => e.Judge == judge.Id && (binding?.VersionId is not { } v || e.VersionId == v)).ToList(),
                    passes
                );
                // The outcome does not calibrate a configured judge: its labels can be of any version.
                var known = binding is null ? expert ?? outcome : expert;
                var mayDecide =
                    binding is null or { VersionId: not null }
                    && known is not null
                    && AgreementText.IsFirm(known.Kappa, known.Items)
                    && known.Kappa.Low >= workflow.JudgeBar;
                reports.Add(new JudgeReport(judge, question, metric, outcome, expert, binding, mayDecide));
            }
        }

        return reports;
    }

    private sealed record OutcomeCount(long Judge, string Value, bool Succeeded, long Items);

    private sealed record ExpertCount(long Judge, long? VersionId, string Verdict, string Expert, long Items);

    /// <summary>
    /// Whether an answer means success. The result is null for an undecided answer; the function is null for a question without a defined
    /// failure.
    /// </summary>
    internal static Func<string, bool?>? Passes(WorkflowQuestions rubrics, AgreementQuestion question)
    {
        var criterion = rubrics.Criterion(question);
        if (criterion is { Kind: CriterionKind.YesNo or CriterionKind.OneOf } && criterion.Options.Any(o => o.MarksFailure))
        {
            var failures = criterion.Options.Where(o => o.MarksFailure).Select(o => o.Value).ToHashSet();
            return value => !failures.Contains(value);
        }

        var speaks =
            criterion is not null && (criterion.Kind == CriterionKind.YesNo || criterion.Options.Any(o => Verdict(o.Value) is not null));
        return speaks ? Verdict : null;
    }

    private static bool? Verdict(string word) =>
        PassWords.Contains(word) ? true
        : FailWords.Contains(word) ? false
        : null;

    /// <summary>Uses the workflow's metric, or the most frequent one if none is set. Different metrics are never mixed.</summary>
    private static async Task<(string? Metric, List<OutcomeCount> Counts)> OutcomesAsync(
        TriageDbContext db,
        Workflow workflow,
        AgreementQuestion question,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from e in db.AgreementEntries.AsNoTracking()
            // The outcome is of the whole interaction, so verdicts about single turns are not compared with it.
            where e.CriterionId == question.Id && e.Turn == 0 && db.Labelers.Any(l => l.Id == e.LabelerId && l.Kind == LabelerKind.Judge)
            join i in db.Interactions on e.InteractionId equals i.Id
            where i.OutcomeMetric != null && i.OutcomeValue != null
            join v in db.AgreementValues on e.ValueId equals v.Id
            group e by new
            {
                e.LabelerId,
                v.Value,
                i.OutcomeMetric,
                Succeeded = i.OutcomeValue >= Success,
                IsShare = i.OutcomeValue >= 0 && i.OutcomeValue <= 1,
            } into g
            select new { g.Key, Items = g.LongCount() }
        ).ToListAsync(cancellationToken);
        var metric = rows.Any(r => r.Key.OutcomeMetric == workflow.OutcomeMetric)
            ? workflow.OutcomeMetric
            : rows.GroupBy(r => r.Key.OutcomeMetric).OrderByDescending(g => g.Sum(r => r.Items)).FirstOrDefault()?.Key;
        var of = rows.Where(r => r.Key.OutcomeMetric == metric).ToList();
        if (of.Exists(r => !r.Key.IsShare))
            return (metric, []);
        var lowerIsBetter = workflow.OutcomeDirection == OutcomeDirection.LowerIsBetter;
        return (metric, of.ConvertAll(r => new OutcomeCount(r.Key.LabelerId, r.Key.Value, r.Key.Succeeded != lowerIsBetter, r.Items)));
    }

    /// <summary>Each verdict with the combined answer of the experts.</summary>
    private async Task<List<ExpertCount>> ExpertsAsync(
        TriageDbContext db,
        long workflowId,
        AgreementQuestion question,
        long[] judges,
        CancellationToken cancellationToken
    )
    {
        var changes = await db.AgreementCriteria.Where(c => c.Id == question.Id).Select(c => c.Changes).SingleAsync(cancellationToken);
        var fitted = await db
            .ConsensusFits.Where(f => f.CriterionId == question.Id)
            .Select(f => (DateTimeOffset?)f.FittedAt)
            .SingleOrDefaultAsync(cancellationToken);
        // A new calibration with the same answers changes no count, but the version of the labels.
        var calibration = await db
            .JudgeRuns.Where(r => r.WorkflowId == workflowId)
            .OrderByDescending(r => r.Id)
            .Select(r => new
            {
                r.Id,
                r.Done,
                r.State,
            })
            .FirstOrDefaultAsync(cancellationToken);
        var key = ("judges", question.Id, changes, fitted, calibration);
        if (cache.TryGetValue(key, out List<ExpertCount>? known))
            return known!;
        var counts = (await JudgePairs.ReadAsync(db, question.Id, judges, cancellationToken))
            .GroupBy(p => (p.Judge, p.VersionId, p.Verdict, p.Expert))
            .Select(g => new ExpertCount(g.Key.Judge, g.Key.VersionId, g.Key.Verdict, g.Key.Expert, g.LongCount()))
            .ToList();
        return cache.Set(key, counts, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1), Size = 1 });
    }

    private static JudgeComparison? AgainstOutcome(List<OutcomeCount> counts, Func<string, bool?>? passes)
    {
        if (passes is null || counts.Count == 0)
            return null;
        var table = new long[2, 2];
        foreach (var c in counts)
            if (passes(c.Value) is { } pass)
                table[pass ? 1 : 0, c.Succeeded ? 1 : 0] += c.Items;
        var failures = table[0, 0] + table[1, 0];
        return Compare(
            table,
            counts.Where(c => passes(c.Value) is null).Sum(c => c.Items),
            failures > 0 ? (double)table[1, 0] / failures : null
        );
    }

    private static JudgeComparison? AgainstExperts(List<ExpertCount> counts, Func<string, bool?>? passes)
    {
        if (counts.Count == 0)
            return null;
        var values = counts.SelectMany(c => new[] { c.Verdict, c.Expert }).Distinct().Order(StringComparer.Ordinal).ToList();
        var table = new long[values.Count, values.Count];
        foreach (var c in counts)
            table[values.IndexOf(c.Verdict), values.IndexOf(c.Expert)] += c.Items;
        var failed = counts.Where(c => passes?.Invoke(c.Expert) == false).ToList();
        var failures = failed.Sum(c => c.Items);
        return Compare(table, 0, failures > 0 ? (double)failed.Where(c => passes!(c.Verdict) == true).Sum(c => c.Items) / failures : null);
    }

    private static JudgeComparison Compare(long[,] table, long undecided, double? falsePass)
    {
        long all = 0,
            same = 0;
        for (var i = 0; i < table.GetLength(0); i++)
        {
            for (var j = 0; j < table.GetLength(1); j++)
                all += table[i, j];
            same += table[i, i];
        }

        return new JudgeComparison(all, undecided, CohenKappa.Of(table), all > 0 ? (double)same / all : null, falsePass);
    }
}
