using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>Reads the routes of all tenants. The key of a route contains the tenant, so a request finds only its own.</summary>
internal sealed class RoutingReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>Null if nothing changed since the mark.</summary>
    public async Task<RoutingSnapshot?> ReadAsync(RoutingMark? known, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await MarkAsync(db, cancellationToken);
        if (mark == known)
            return null;
        while (true)
        {
            var snapshot = new RoutingSnapshot(mark, await WorkflowsAsync(db, cancellationToken));
            // Versions increase in commit order: if the version is unchanged after the read, no commit happened in between.
            mark = await MarkAsync(db, cancellationToken);
            if (mark == snapshot.Mark)
                return snapshot;
        }
    }

    /// <summary>
    /// Reads one row and does one index lookup. The latest workflow id is included because a new workflow changes no route, but requests
    /// for it must not be answered like requests for an unknown one.
    /// </summary>
    private static Task<RoutingMark> MarkAsync(TriageDbContext db, CancellationToken cancellationToken) =>
        db
            .RoutingVersions.Where(v => v.Id == RoutingVersion.OnlyId)
            .Select(v => new RoutingMark(v.Version, db.Workflows.Max(w => (long?)w.Id) ?? 0))
            .SingleAsync(cancellationToken);

    private static async Task<FrozenDictionary<(long, string), WorkflowRoute?>> WorkflowsAsync(
        TriageDbContext db,
        CancellationToken cancellationToken
    )
    {
        var workflows = await db
            .Workflows.Select(w => new
            {
                w.Id,
                w.TenantId,
                w.Key,
            })
            .ToListAsync(cancellationToken);
        var releases = await ReleasesAsync(db, cancellationToken);
        var experiments = await ExperimentsAsync(db, releases, cancellationToken);
        var live = releases.Values.Where(r => r.State == ReleaseState.Live).DistinctBy(r => r.WorkflowId).ToDictionary(r => r.WorkflowId);
        return workflows.ToFrozenDictionary(
            w => (w.TenantId, w.Key),
            w => live.GetValueOrDefault(w.Id) is { } serving ? new WorkflowRoute(w.Key, serving, experiments.GetValueOrDefault(w.Id)) : null
        );
    }

    private static async Task<Dictionary<long, ServedRelease>> ReleasesAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db
            .Releases.Where(r =>
                r.State == ReleaseState.Live
                || db.ExperimentArms.Any(a => a.ReleaseId == r.Id && db.Experiments.Any(e => e.Id == a.ExperimentId && e.IsRunning))
            )
            .Select(r => new
            {
                r.Id,
                r.WorkflowId,
                r.Name,
                r.State,
                Components = r
                    .Components.OrderBy(c => c.Kind)
                    .ThenBy(c => c.Name)
                    .Select(c => new
                    {
                        c.Kind,
                        c.Name,
                        c.ComponentVersion!.Version,
                        c.ComponentVersion.Reference,
                        c.ComponentVersion.ContentHash,
                    })
                    .ToList(),
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            r => r.Id,
            r => new ServedRelease(
                r.Id,
                r.WorkflowId,
                r.Name,
                r.State,
                [
                    .. r.Components.Select(c => new RoutedComponent(
                        WorkflowRoute.Word(c.Kind.ToString()),
                        c.Name,
                        c.Version,
                        c.Reference,
                        c.ContentHash
                    )),
                ]
            )
        );
    }

    private static async Task<Dictionary<long, ServedExperiment>> ExperimentsAsync(
        TriageDbContext db,
        Dictionary<long, ServedRelease> releases,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Experiments.Where(e => e.IsRunning)
            .Select(e => new
            {
                e.Id,
                e.WorkflowId,
                e.Kind,
                Arms = e
                    .Arms.OrderBy(a => a.ReleaseId)
                    .Select(a => new
                    {
                        a.ReleaseId,
                        a.Share,
                        a.IsControl,
                    })
                    .ToList(),
            })
            .ToListAsync(cancellationToken);
        // An arm without a release started after the releases were read. The version has changed, so everything is read again.
        return rows.ToDictionary(
            e => e.WorkflowId,
            e => new ServedExperiment(
                e.Id,
                e.Kind,
                [
                    .. e
                        .Arms.Where(a => releases.ContainsKey(a.ReleaseId))
                        .Select(a => new ServedArm(releases[a.ReleaseId], a.Share, a.IsControl)),
                ]
            )
        );
    }
}
