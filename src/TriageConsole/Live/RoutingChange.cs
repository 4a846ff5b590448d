using Microsoft.EntityFrameworkCore.Storage;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Live;

/// <summary>
/// The one way to change what routing serves (which release is live, running experiments, their arms and shares, components of what is
/// live):
/// every instance and every open page learns of it, in the right order.
/// </summary>
public sealed class RoutingChange(RoutingSignal signal, ChangeNotifier notifier)
{
    /// <summary>
    /// Commits a change that is written already: the version counts up as the last statement, so that versions are given in the order of
    /// commits; after the commit this process' routing table and its pages read again. Other processes see the version.
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
