using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>
/// The superseded releases that were live before a live one, the latest first: the order in which a rollback looks at them.
/// </summary>
internal static class RollbackPath
{
    public static IReadOnlyList<Release> Of(Release live, IReadOnlyDictionary<long, Release> releases)
    {
        var path = new List<Release>();
        var seen = new HashSet<long> { live.Id };
        for (
            var id = live.PreviousLiveId;
            id is { } next && seen.Add(next) && releases.TryGetValue(next, out var earlier);
            id = earlier.PreviousLiveId
        )
            if (earlier.State == ReleaseState.Superseded)
                path.Add(earlier);
        return path;
    }

    /// <summary>The releases are tracked by the context.</summary>
    public static async Task<IReadOnlyList<Release>> ReadAsync(TriageDbContext db, Release live, CancellationToken cancellationToken) =>
        Of(live, await db.Releases.Where(r => r.WorkflowId == live.WorkflowId).ToDictionaryAsync(r => r.Id, cancellationToken));
}
