using TriageConsole.Data.Rollups;
using TriageConsole.Data.Scoring;

namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Locks the workflows' rows, in order of id, until the transaction ends: whoever writes their rollups comes one after the other.
    /// </summary>
    Task LockWorkflowsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken);

    /// <summary>
    /// Adds to the kept rows of the same key and makes those missing. The workflows must be locked; each key stands once.
    /// </summary>
    Task AddRollupsAsync(
        TriageDbContext db,
        IReadOnlyList<Rollup> rollups,
        IReadOnlyList<Breakdown> breakdowns,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Makes sources that are missing, known since the earlier time where they are known, and adds to what they used of their windows.
    /// </summary>
    Task AddFeedbackSourcesAsync(
        TriageDbContext db,
        IReadOnlyList<FeedbackSource> sources,
        IReadOnlyList<FeedbackSourceWindow> windows,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Marks windows as to be closed (again); one that was first closed more than an hour ago stays as it is. The workflows must be locked.
    /// </summary>
    Task TouchWindowsAsync(TriageDbContext db, IReadOnlyList<WindowTouch> windows, DateTimeOffset now, CancellationToken cancellationToken);
}
