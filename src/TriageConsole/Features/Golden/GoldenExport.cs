using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>Golden items for applications.</summary>
public sealed class GoldenExport(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The current items for an application of the tenant; null if it has no such workflow.</summary>
    public async Task<IReadOnlyList<GoldenItemAnswer>?> ListAsync(
        ApiCaller caller,
        string workflow,
        CancellationToken cancellationToken = default
    )
    {
        if (workflow.Contains('\0', StringComparison.Ordinal))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await db
                .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
                .Select(w => (long?)w.Id)
                .SingleOrDefaultAsync(cancellationToken)
            is not { } id
        )
            return null;
        var rows = await (
            from g in db.GoldenItems.AsNoTracking()
            where g.WorkflowId == id && g.RetiredAt == null
            join v in db.GoldenVersions on new { Id = g.Id, g.Number } equals new { Id = v.GoldenItemId, v.Number }
            join i in db.Interactions on g.InteractionId equals i.Id
            join u in db.Users on g.OwnerId equals u.Id
            orderby g.Id
            select new
            {
                Item = g,
                Version = v,
                i.TraceId,
                Owner = u.DisplayName,
                Rubric = db.RubricVersions.Where(r => r.Id == v.RubricVersionId).Select(r => r.Number).Single(),
            }
        ).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new GoldenItemAnswer(
            r.TraceId,
            r.Item.Number,
            r.Rubric,
            JsonSerializer.Deserialize<Dictionary<string, string>>(r.Version.Answers)!,
            r.Version.ExpectedOutput,
            r.Owner,
            r.Item.IsLocked,
            r.Item.RefreshDueAt,
            r.Version.MadeAt
        ));
    }
}
