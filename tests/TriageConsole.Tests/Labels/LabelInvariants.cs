using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Tests.Labels;

/// <summary>Invariants of labels.</summary>
internal static class LabelInvariants
{
    /// <summary>Asserts one current label per key, distinct revisions, and stored counters that equal the counted rows.</summary>
    public static async Task AssertBalanceAsync(TriageDbContext db)
    {
        var labels = await db.Labels.AsNoTracking().ToListAsync();
        foreach (var key in labels.GroupBy(l => (l.InteractionId, l.Turn, l.LabelerId, l.RubricId)))
        {
            Assert.Single(key, l => l.IsCurrent);
            Assert.Equal(Enumerable.Range(1, key.Count()), key.OrderBy(l => l.Id).Select(l => l.Revision));
            Assert.True(key.MaxBy(l => l.Id)!.IsCurrent);
        }

        var current = labels.Where(l => l.IsCurrent).ToLookup(l => l.InteractionId);
        foreach (var interaction in await db.Interactions.AsNoTracking().Select(i => new { i.Id, i.LabelCount }).ToListAsync())
            Assert.Equal(current[interaction.Id].Count(), interaction.LabelCount);
        foreach (var workflow in await db.Workflows.AsNoTracking().Select(w => w.Id).ToListAsync())
            Assert.Equal(
                labels.Count(l => l.IsCurrent && l.WorkflowId == workflow),
                await db.WorkflowCounters.Where(c => c.WorkflowId == workflow).SumAsync(c => c.Labels)
            );
    }
}
