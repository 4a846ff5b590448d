using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Data.Releases;

public static class RoutingChanges
{
    /// <summary>Says that who serves what changes with this transaction: every instance reads it anew after the commit.</summary>
    public static Task<int> MarkRoutingChangedAsync(this TriageDbContext db, CancellationToken cancellationToken = default) =>
        db.RoutingVersions.Where(v => v.Id == RoutingVersion.OnlyId).ExecuteUpdateAsync(s => s.SetProperty(v => v.Version, v => v.Version + 1), cancellationToken);
}
