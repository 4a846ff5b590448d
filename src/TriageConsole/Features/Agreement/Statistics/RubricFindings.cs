using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Quality warnings for a rubric: answers that are often confused, and decisions whose cause was the rubric.</summary>
public sealed class RubricFindings(IDbContextFactory<TriageDbContext> contexts, AgreementService agreement, TimeProvider time)
    : IRubricFindings
{
    /// <summary>Share of all pairs of labels from which a confusion is reported.</summary>
    public const double ConfusedShare = 0.1;

    private const int Days = 90;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindAsync(long workflowId, CancellationToken cancellationToken = default)
    {
        var found = new List<(double Share, string Text)>();
        foreach (var question in (await agreement.QuestionsAsync(workflowId, cancellationToken)).Where(q => q.IsAsked && !q.IsImported))
        {
            if (
                await agreement.ReportAsync(workflowId, question, null, null, cancellationToken)
                is not { Figures.PairedItems: >= AgreementText.EnoughItems } report
            )
                continue;
            found.AddRange(
                report
                    .Confusions.Where(c => c.Share >= ConfusedShare)
                    .Select(c =>
                        (
                            c.Share,
                            $"{question.Label} “{question.Named(c.A)}” and “{question.Named(c.B)}” are "
                                + $"confused in {Figures.Rate(c.Share)} of pairs of labels."
                        )
                    )
            );
        }

        var since = time.GetUtcNow().AddDays(-Days);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unclear = await db.Adjudications.CountAsync(
            a => a.WorkflowId == workflowId && a.DecidedAt >= since && a.Cause == DisagreementCause.RubricUnclear,
            cancellationToken
        );
        var lines = found.OrderByDescending(f => f.Share).Select(f => f.Text).ToList();
        if (unclear > 0)
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{unclear} {(unclear == 1 ? "decision" : "decisions")} in the last {Days} days named the rubric as unclear."
                )
            );
        return lines;
    }
}
