using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Data.Releases;

/// <summary>Notifies all instances of routing changes by the single row of <see cref="RoutingVersion"/>.</summary>
public static class RoutingChanges
{
    /// <summary>
    /// Increments the version in the transaction of a change (to live releases or to running experiments, their arms and shares). Call it
    /// as the last statement: the row stays locked until the commit, so versions have the order of commits.
    /// </summary>
    public static Task MarkRoutingChangedAsync(this TriageDbContext db, CancellationToken cancellationToken = default) =>
        db
            .RoutingVersions.Where(v => v.Id == RoutingVersion.OnlyId)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.Version, v => v.Version + 1), cancellationToken);
}
