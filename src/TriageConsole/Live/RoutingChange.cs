using Microsoft.EntityFrameworkCore.Storage;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Live;

/// <summary>
/// The only way to change what routing serves: the live release, running experiments, their arms and shares, components of the live
/// release. All instances and open pages are notified in the right order.
/// </summary>
public sealed class RoutingChange(RoutingSignal signal, ChangeNotifier notifier)
{
    /// <summary>
    /// Commits a written change. The version increases in the last statement, so versions have the order of the commits. After the commit,
    /// the routing table and the pages of this process reload. Other processes detect the new version.
    /// </summary>
    public async Task CommitAsync(
        TriageDbContext db,
        IDbContextTransaction transaction,
        long workflowId,
        CancellationToken cancellationToken = default
    )
    {
        await db.MarkRoutingChangedAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        notifier.Publish(workflowId);
    }
}
