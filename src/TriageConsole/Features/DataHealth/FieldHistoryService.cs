using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>
/// Counts the fields of each day. A day is represented by its latest interactions, so that the number of events does not matter.
/// </summary>
public sealed class FieldHistoryService(IDbContextFactory<TriageDbContext> contexts, IMemoryCache cache)
{
    public const int MaxDays = 90;
    public const int StandardDays = 30;

    /// <summary>The interactions that represent a day.</summary>
    private const int DayRows = 5000;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    /// <summary>The history of a workflow that the person leads; null otherwise.</summary>
    public async Task<FieldHistory?> ReadAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default) =>
        access.Has(Role.Lead, workflow.TenantId, workflow.Id)
            ? await ReadAsync(workflow.Id, workflow.Key, StandardDays, cancellationToken)
            : null;

    /// <summary>The history of a workflow of the tenant of an API key; null if there is none.</summary>
    public async Task<FieldHistory?> ReadAsync(ApiCaller caller, string workflow, int days, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } known ? await ReadAsync(known, workflow, days, cancellationToken) : null;
    }

    private async Task<FieldHistory> ReadAsync(long workflowId, string key, int days, CancellationToken cancellationToken)
    {
        var name = $"field-history:{workflowId}:{days}";
        if (cache.TryGetValue(name, out FieldHistory? known))
            return known!;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.Interactions.AsNoTracking().Where(i => i.WorkflowId == workflowId);
        var last = await rows.MaxAsync(i => (DateTimeOffset?)i.Timestamp, cancellationToken);
        var found = new List<FieldDay>();
        for (var n = days - 1; last is { } latest && n >= 0; n--)
        {
            var start = new DateTimeOffset(latest.UtcDateTime.Date, TimeSpan.Zero).AddDays(-n);
            var end = start.AddDays(1);
            var counts = await FieldCounts.OfAsync(
                rows.Where(i => i.Timestamp >= start && i.Timestamp < end)
                    .OrderByDescending(i => i.Timestamp)
                    .ThenByDescending(i => i.Id)
                    .Take(DayRows),
                cancellationToken
            );
            if (counts.Rows > 0)
                found.Add(
                    new FieldDay(
                        DateOnly.FromDateTime(start.UtcDateTime),
                        counts.Rows,
                        counts.Joined,
                        counts.Fields.ToDictionary(f => f.Field.Replace(' ', '_'), f => f.Share, StringComparer.Ordinal)
                    )
                );
        }

        return cache.Set(
            name,
            new FieldHistory(key, found),
            new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 }
        );
    }
}
