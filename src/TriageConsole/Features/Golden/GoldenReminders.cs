using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Golden;

/// <summary>
/// Reminds owners once a week of items that are due or were shown too often. If the owner left, reminds the leads of the workflow.
/// </summary>
public sealed class GoldenReminders(IDbContextFactory<TriageDbContext> contexts, NoticeService notices, TimeProvider time)
{
    public async Task RemindAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await (
            from g in db.GoldenItems
            where g.RetiredAt == null && (g.RefreshDueAt <= now || g.Exposures >= g.LeakBudget)
            join w in db.Workflows on g.WorkflowId equals w.Id
            group g by new
            {
                g.OwnerId,
                w.Id,
                w.TenantId,
                TenantKey = w.Tenant!.Key,
                w.Key,
                w.Name,
            } into items
            select new { items.Key, Items = items.Count() }
        ).ToListAsync(cancellationToken);
        foreach (var row in due)
        {
            var workflow = new WorkflowRef(row.Key.Id, row.Key.TenantId, row.Key.TenantKey, row.Key.Key, row.Key.Name, true, null);
            var ownerIsHere = await GoldenReader.Owners(db, workflow).AnyAsync(u => u.Id == row.Key.OwnerId, cancellationToken);
            var people = ownerIsHere ? [row.Key.OwnerId] : await notices.LeadsAsync(workflow.TenantId, workflow.Id, cancellationToken);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Items} golden {(row.Items == 1 ? "item" : "items")} of {row.Key.Name} "
                    + $"{(row.Items == 1 ? "is" : "are")} due for review{(ownerIsHere ? "" : "; the owner left")}."
            );
            var week = string.Create(
                CultureInfo.InvariantCulture,
                $"{ISOWeek.GetYear(now.UtcDateTime)}-{ISOWeek.GetWeekOfYear(now.UtcDateTime):00}"
            );
            foreach (var person in people)
                await notices.NotifyAsync(
                    person,
                    $"golden-due:{row.Key.Id}:{row.Key.OwnerId}:{week}",
                    text,
                    $"golden/{workflow.Address}",
                    cancellationToken
                );
        }
    }
}
