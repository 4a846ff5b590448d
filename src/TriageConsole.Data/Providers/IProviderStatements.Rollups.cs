using TriageConsole.Data.Rollups;
using TriageConsole.Data.Scoring;

namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Locks the rows of the workflows in order of id until the transaction ends, so that writers of their rollups run one after the other.
    /// </summary>
    Task LockWorkflowsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken);

    /// <summary>
    /// Adds to the stored rows of the same key and inserts missing rows. The workflows must be locked, and each key occurs once.
    /// </summary>
    Task AddRollupsAsync(
        TriageDbContext db,
        IReadOnlyList<Rollup> rollups,
        IReadOnlyList<Breakdown> breakdowns,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Inserts missing feedback sources, keeps the earlier first time of existing ones, and adds to the used parts of their windows.
    /// </summary>
    Task AddFeedbackSourcesAsync(
        TriageDbContext db,
        IReadOnlyList<FeedbackSource> sources,
        IReadOnlyList<FeedbackSourceWindow> windows,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Marks windows to be closed (again). A window that was first closed more than an hour ago does not change. The workflows must be
    /// locked.
    /// </summary>
    Task TouchWindowsAsync(TriageDbContext db, IReadOnlyList<WindowTouch> windows, DateTimeOffset now, CancellationToken cancellationToken);
}
