using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Reports;

/// <summary>Reads what to do next in a workflow, as of now.</summary>
internal sealed class ReportStepReader(TriageDbContext db, WorkflowRef workflow, DateTimeOffset now)
{
    private const int Max = 8;
    private const int MaxPatterns = 3;

    public async Task<IReadOnlyList<NextStep>> ReadAsync(
        ReleaseWorkflowRow releases,
        ReportMeasure? outcome,
        long interactions,
        ImpactUnit unit,
        CancellationToken cancellationToken
    )
    {
        var steps = new List<NextStep>(Releases(releases));
        steps.AddRange(await PatternsAsync(unit, cancellationToken));
        if (!workflow.Configured)
            steps.Add(
                new NextStep(
                    NextStepKind.Setup,
                    "Set up the workflow",
                    "It has no outcome metric, unit and owner of its own.",
                    $"workflows/{workflow.Address}"
                )
            );
        if (interactions > 0 && (outcome?.Now.Count ?? 0) < OutcomeShift.MinMeasured)
            steps.Add(
                new NextStep(
                    NextStepKind.Outcomes,
                    "Send more outcomes",
                    $"Measured outcomes of the week: {Figures.Count(outcome?.Now.Count ?? 0)}, for "
                        + $"{Figures.Plural(interactions, "interaction", "interactions")}. A comparison needs {OutcomeShift.MinMeasured} "
                        + "in each week.",
                    $"outcomes/{workflow.Address}"
                )
            );
        steps.AddRange(await WorkAsync(cancellationToken));
        return NextStep.Rank(steps, Max);
    }

    private IEnumerable<NextStep> Releases(ReleaseWorkflowRow row)
    {
        if (row is { IsAsking: true, LiveId: { } live })
            yield return new NextStep(
                NextStepKind.Regression,
                $"Roll back {row.Live}",
                $"It performs worse since it went live. {row.Monitor!.Evidence}".TrimEnd(),
                ReleaseText.Address(workflow, live)
            );
        foreach (var one in row.Verdicts)
            yield return one.Failing is { } gate
                ? new NextStep(
                    NextStepKind.FailingGate,
                    $"Decide about {one.Release}: a gate fails",
                    $"{ReleaseText.Missing(gate)}. {gate.Explanation}".TrimEnd(),
                    ReleaseText.Address(workflow, one.ReleaseId)
                )
                : new NextStep(
                    NextStepKind.ReadyRelease,
                    $"Promote {one.Release}",
                    "Every gate passes.",
                    ReleaseText.Address(workflow, one.ReleaseId)
                );
    }

    private async Task<IEnumerable<NextStep>> PatternsAsync(ImpactUnit unit, CancellationToken cancellationToken)
    {
        var rows = await db
            .FailurePatterns.AsNoTracking()
            .Where(p => p.TenantId == workflow.TenantId && p.WorkflowId == workflow.Id && p.IsCurrent)
            .Where(PatternService.Snoozed(now, false))
            .OrderBy(p => p.State == PatternState.Regressed ? 0 : 1)
            .ThenByDescending(p => p.Impact)
            .ThenBy(p => p.Rank)
            .Take(MaxPatterns)
            .ToListAsync(cancellationToken);
        return rows.Select(p =>
        {
            var cost = p.Impact > 0 ? $"It costs {unit.Format(p.Impact, p.OutcomeMetric)} a week. " : "";
            return new NextStep(
                p.State == PatternState.Regressed ? NextStepKind.RegressedPattern : NextStepKind.Pattern,
                p.State switch
                {
                    PatternState.Regressed => $"Fix again: {p.Name}",
                    PatternState.Fixing => $"Finish the fix: {p.Name}",
                    _ => $"Fix: {p.Name}",
                },
                $"{cost}{Figures.Rate(p.Rate, p.RateLow, p.RateHigh)} fail, {Figures.Rate(p.RestRate)} elsewhere. {p.Action}".TrimEnd(),
                PatternWords.Address(workflow, p.Id),
                p.Impact
            );
        });
    }

    private async Task<List<NextStep>> WorkAsync(CancellationToken cancellationToken)
    {
        var steps = new List<NextStep>();
        var personal = await db.Flags.CountAsync(
            f =>
                f.TenantId == workflow.TenantId
                && f.WorkflowId == workflow.Id
                && f.State == FlagState.Open
                && f.Kind == FlagKind.PersonalData,
            cancellationToken
        );
        Add(personal, NextStepKind.PersonalData, "Remove personal data", "open flag reports", "open flags report", "it.", "flags");
        var slots = await db.WorkflowCounters.Where(c => c.WorkflowId == workflow.Id).SumAsync(c => c.OpenSlots, cancellationToken);
        Add(slots, NextStepKind.Labels, "Label the queue", "label is", "labels are", "needed, the most valuable first.", "queues");
        var disputes = await db.Disagreements.CountAsync(
            d => d.TenantId == workflow.TenantId && d.WorkflowId == workflow.Id && d.State == DisagreementState.Open,
            cancellationToken
        );
        Add(disputes, NextStepKind.Disagreements, "Decide disagreements", "disagreement is", "disagreements are", "open.", "disagreements");
        var due = await db.GoldenItems.CountAsync(
            g =>
                g.TenantId == workflow.TenantId
                && g.WorkflowId == workflow.Id
                && g.RetiredAt == null
                && (g.RefreshDueAt <= now || g.Exposures >= g.LeakBudget),
            cancellationToken
        );
        Add(due, NextStepKind.GoldenItems, "Review golden items", "golden item is", "golden items are", "due for review.", "golden");
        return steps;

        void Add(long count, NextStepKind kind, string text, string one, string many, string rest, string page)
        {
            if (count > 0)
                steps.Add(new NextStep(kind, text, $"{Figures.Plural(count, one, many)} {rest}", $"{page}/{workflow.Address}"));
        }
    }
}
