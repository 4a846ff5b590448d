using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Tests.Retraining;

/// <summary>A run whose instance ends in the middle of it.</summary>
public sealed class RunRecoveryTests
{
    [Fact]
    public async Task InstanceThatEndsAfterTheRegistration_LeavesOneVersion_AndTheNextOneEndsTheRunOnce()
    {
        using var end = new InstanceEnd();
        await using var w = await RetrainingWorld.CreateAsync(
            o => o.Executors["fixer"] = RetrainingWorld.Script(RetrainingWorld.Fixes),
            configure: services => services.ConfigureDbContext<TriageDbContext>(o => o.AddInterceptors(end), ServiceLifetime.Singleton)
        );
        var fixture = w.World.Fixture;
        var id = await w.StartAsync();
        var name = $"retrain-{id}";
        Assert.True(await fixture.Get<RunWorker>().RunNextAsync(commands: true, cancellationToken: end.Token));

        var between = (await w.RunAsync(id)).Run;
        Assert.Equal((true, RetrainingState.Running, (long?)null), (end.HasCome, between.State, between.ResultReleaseId));
        var release = await fixture.QueryAsync(db => db.Releases.Where(r => r.Name == name).Select(r => r.Id).SingleAsync());
        Assert.Equal(0, await fixture.QueryAsync(db => db.RetrainingResults.CountAsync()));

        await using var other = fixture.Sibling();
        while (await other.Get<RunWorker>().RunNextAsync(commands: true)) { }
        var detail = await w.RunAsync(id);
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        Assert.Equal(release, detail.Run.ResultReleaseId);
        Assert.Single(detail.Events, e => e.State == RetrainingState.Succeeded);
        var version = await fixture.QueryAsync(db => db.ComponentVersions.SingleAsync(c => c.Version == name));
        Assert.Equal(("You are fixed.", detail.Run.Manifest), (version.Content, version.Manifest));
        Assert.Equal(
            version.Id,
            await fixture.QueryAsync(db => db.RetrainingResults.Where(r => r.RunId == id).Select(r => r.ComponentVersionId).SingleAsync())
        );
        Assert.Equal(1, await fixture.QueryAsync(db => db.AuditRecords.CountAsync(r => r.Action == AuditActions.RetrainingEnded)));
        Assert.Equal(ProposalState.Done, (await w.ProposalAsync()).State);
    }

    /// <summary>Ends the first instance when it is about to store the success of a run.</summary>
    private sealed class InstanceEnd : SaveChangesInterceptor, IDisposable
    {
        private readonly CancellationTokenSource stop = new();

        public CancellationToken Token => stop.Token;

        public bool HasCome => stop.IsCancellationRequested;

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            if (!HasCome && eventData.Context!.ChangeTracker.Entries<RetrainingRun>().Any(r => r.Entity.State == RetrainingState.Succeeded))
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return result;
        }

        public void Dispose() => stop.Dispose();
    }
}
