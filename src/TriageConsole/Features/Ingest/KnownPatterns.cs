using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Ingest;

/// <summary>A pattern as arriving interactions are told by it.</summary>
internal sealed record KnownPattern(long Id, string Name, PatternTerms Terms, double Impact, int Labeled);

/// <summary>The patterns in force of the workflows at hand: which of them an interaction lies in, the strongest first.</summary>
internal sealed class KnownPatterns(ILookup<long, KnownPattern> byWorkflow)
{
    public static async Task<KnownPatterns> LoadAsync(
        TriageDbContext db,
        IReadOnlyCollection<long> workflows,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .FailurePatterns.Where(p => workflows.Contains(p.WorkflowId) && p.IsCurrent)
            .Select(p => new
            {
                p.WorkflowId,
                p.Id,
                p.Name,
                p.Terms,
                p.Impact,
                p.Labeled,
            })
            .ToListAsync(cancellationToken);
        return new KnownPatterns(
            rows.OrderByDescending(p => p.Impact)
                .ThenBy(p => p.Id)
                .ToLookup(p => p.WorkflowId, p => new KnownPattern(p.Id, p.Name, PatternTerms.Parse(p.Terms), p.Impact, p.Labeled))
        );
    }

    public IReadOnlyList<KnownPattern> Of(Interaction interaction)
    {
        var patterns = byWorkflow[interaction.WorkflowId];
        if (!patterns.Any())
            return [];
        var values = ScoredRows.Attributes(interaction);
        return [.. patterns.Where(p => p.Terms.Holds(values))];
    }

    public double StrongestImpact(long workflowId) => byWorkflow[workflowId].FirstOrDefault()?.Impact ?? 0;
}
