using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Budget;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Reports;

/// <summary>Reads what experts' time bought in a week.</summary>
internal sealed class ReportExpertReader(TriageDbContext db, AgreementService agreement, WorkflowRef workflow, IsoWeek week)
{
    private const int MaxQuestions = 8;

    public async Task<ReportExperts> ReadAsync((double ValuePerUnit, ImpactUnit Unit) value, CancellationToken cancellationToken)
    {
        var (first, middle, last) = (week.Previous.FirstDay, week.FirstDay, week.LastDay);
        var days = await db
            .LabelerDays.Where(d => d.WorkflowId == workflow.Id && d.Day >= first && d.Day <= last)
            .ToListAsync(cancellationToken);
        var (before, now) = (days.Where(d => d.Day < middle).ToList(), days.Where(d => d.Day >= middle).ToList());
        var (start, end) = (week.Start, week.End);
        var decided = await db.Adjudications.CountAsync(
            a => a.TenantId == workflow.TenantId && a.WorkflowId == workflow.Id && a.DecidedAt >= start && a.DecidedAt < end,
            cancellationToken
        );
        var recovered = await RecoveredAsync(value.ValuePerUnit, cancellationToken);
        return new ReportExperts(
            now.Sum(d => d.Labels),
            now.Sum(d => d.TimeOnTaskMs) / 60_000d,
            now.Where(d => d.Labels > 0).Select(d => d.LabelerId).Distinct().Count(),
            now.Sum(d => d.Skips),
            before.Sum(d => d.Labels),
            before.Sum(d => d.TimeOnTaskMs) / 60_000d,
            await AgreementAsync(cancellationToken),
            decided,
            recovered,
            recovered.Count == 0 ? null : recovered.Sum(r => r.PerWeek),
            value.Unit.Unit ?? "units of the outcome"
        );
    }

    private async Task<IReadOnlyList<ReportAgreement>> AgreementAsync(CancellationToken cancellationToken)
    {
        var rows = new List<ReportAgreement>();
        foreach (var question in (await agreement.QuestionsAsync(workflow.Id, cancellationToken)).Where(q => q.IsAsked).Take(MaxQuestions))
        {
            var now = await FigureAsync(question, week, cancellationToken);
            if (now.Count > 0)
                rows.Add(new ReportAgreement(question.Label, now, await FigureAsync(question, week.Previous, cancellationToken)));
        }

        return rows;
    }

    private async Task<ReportFigure> FigureAsync(AgreementQuestion question, IsoWeek of, CancellationToken cancellationToken)
    {
        var report = await agreement.ReportAsync(workflow.Id, question, of.FirstDay, of.LastDay, cancellationToken);
        var raw = report?.Figures.Raw ?? default(AgreementFigure);
        return new ReportFigure(report?.Figures.PairedItems ?? 0, raw.Value, raw.Low, raw.High);
    }

    /// <summary>Fixes up to the end of the week that still hold. A pattern that has not failed less since is not in the list.</summary>
    private async Task<IReadOnlyList<ReportRecovery>> RecoveredAsync(double valuePerUnit, CancellationToken cancellationToken)
    {
        var end = week.End;
        var patterns = await db
            .FailurePatterns.AsNoTracking()
            .Where(p => p.TenantId == workflow.TenantId && p.WorkflowId == workflow.Id && p.State == PatternState.Fixed && p.FixedAt < end)
            .ToListAsync(cancellationToken);
        var rows = new List<ReportRecovery>();
        foreach (var p in patterns)
            if (
                await BudgetService.RecoveredAsync(db, p, valuePerUnit, cancellationToken, week.LastDay.AddDays(1)) is { } recovered
                && recovered > 0
            )
            {
                var units = valuePerUnit > 0 ? recovered / valuePerUnit : recovered;
                rows.Add(new ReportRecovery(p.Name, units, PatternWords.Address(workflow, p.Id)));
            }

        return [.. rows.OrderByDescending(r => r.PerWeek).ThenBy(r => r.Pattern, StringComparer.Ordinal)];
    }
}
