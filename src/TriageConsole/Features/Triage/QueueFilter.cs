using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Triage;

/// <summary>Filters of a queue. Pattern: only interactions that failed and match this pattern of the workflow.</summary>
public sealed record QueueFilter(QueueSource? Source = null, string? Segment = null, long? Pattern = null)
{
    /// <summary>The filter of an address. Unknown sources count as missing.</summary>
    internal static QueueFilter Of(string? source, string? segment, string? pattern) =>
        new(
            Enum.TryParse<QueueSource>(source, out var known) && Enum.IsDefined(known) ? known : null,
            string.IsNullOrWhiteSpace(segment) ? null : segment.Trim(),
                // No pattern has the id 0, so a wrong id shows no item instead of all.
                string.IsNullOrWhiteSpace(pattern)
                    ? null
                : long.TryParse(pattern, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
                : 0
        );

    /// <summary>The open items of a workflow that match source and pattern.</summary>
    internal IQueryable<QueueItem> Items(TriageDbContext db, long workflowId)
    {
        var items = db.QueueItems.AsNoTracking().Where(q => q.WorkflowId == workflowId && q.OpenSlots > 0);
        if (Source is { } source)
            items = items.Where(q => q.Source == source);
        // Members of a pattern of another workflow are interactions of that workflow, so they match no item.
        return Pattern is { } pattern
            ? items.Where(q => db.PatternMembers.Any(m => m.PatternId == pattern && m.InteractionId == q.InteractionId))
            : items;
    }
}
