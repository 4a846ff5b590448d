using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Data.Releases;

/// <summary>How every instance learns that who serves what has changed: the one row of <see cref="RoutingVersion"/>.</summary>
public static class RoutingChanges
{
    /// <summary>
    /// Counts the version up, in the transaction of the change (to releases that are live, to running experiments, their arms and shares). As
    /// its last statement: the row stays locked until the commit, so that versions are given in the order of commits.
    /// </summary>
    public static Task MarkRoutingChangedAsync(this TriageDbContext db, CancellationToken cancellationToken = default) =>
        db
            .RoutingVersions.Where(v => v.Id == RoutingVersion.OnlyId)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.Version, v => v.Version + 1), cancellationToken);
}
