using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Features.Demo;
using TriageConsole.Features.Routing;
using TriageConsole.Jobs;
using TriageConsole.Live;
using TriageConsole.Tests.Patterns;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Demo;

/// <summary>The simulator against the real endpoints. Its setting is off in the database, so that only the test runs it.</summary>
public sealed class TrafficSimulatorTests : IAsyncLifetime
{
    private const int Slot = 20;

    private readonly StoppedClock time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 5, TimeSpan.Zero));
    private TestApp app = null!;
    private long tenant;
    private DateTimeOffset since;

    private long Now => SimulatedTraffic.SlotOf(time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(b => b.Services.AddSingleton<TimeProvider>(time));
        tenant = await app.EnsureTenantAsync(DemoTraffic.Tenant);
        since = time.GetUtcNow();
        foreach (var workflow in SimulatedTraffic.Workflows)
            await app.AddWorkflowAsync(DemoTraffic.Tenant, workflow);
        foreach (var name in new[] { DemoReleases.Author, DemoReleases.Approver })
            await app.Get<PeopleService>().AddPersonAsync($"{name[..4].Trim()}@demo.invalid", name, []);
        await new DemoReleases(app.Get<IDbContextFactory<TriageDbContext>>(), app.Get<RoutingChange>(), time).SeedAsync(tenant, default);
        await RoutedAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task FirstRun_FillsTheLastDay_ThroughTheEndpointsWithAKey()
    {
        await RunAsync();
        await using var db = app.Database.CreateContext();
        var slots = Enumerable.Range(1, 4320).Select(n => Now - n).ToList();
        var expected = slots.Where(s => s >= Now - 360 || s % 20 == 0).SelectMany(SimulatedTraffic.Of).Select(u => u.TraceId);
        Assert.Equal(expected.Order(StringComparer.Ordinal), await TracesAsync(db));
        Assert.Equal(0, await db.QuarantinedEvents.CountAsync());
        Assert.Equal(0, await db.PendingSignals.CountAsync());
        Assert.True(await db.Interactions.AllAsync(i => i.Timestamp <= time.GetUtcNow()));
        // Outcomes of the last half hour are still missing; of the others a few never come.
        var old = SimulatedTraffic.StartOf(Now - 90);
        var known = await db.Interactions.CountAsync(i => i.OutcomeValue != null && i.Timestamp < old);
        Assert.InRange((double)known / await db.Interactions.CountAsync(i => i.Timestamp < old), 0.88, 0.98);
        Assert.True(await db.Signals.AnyAsync(s => s.Name == "retrieval.clicked"));
        Assert.True(await db.Signals.AnyAsync(s => s.Name == "rating"));
        Assert.True(await db.Interactions.AllAsync(i => i.Cost > 0 && i.Currency == "USD"));
        var key = await db.ApiKeys.SingleAsync();
        Assert.Equal((SimulatorKeys.KeyName, tenant), (key.Name, key.TenantId));
        Assert.NotNull(key.LastUsedAt);
        // The canary gets its share.
        var support = db.Interactions.Where(i => i.Workflow!.Key == DemoTraffic.Support);
        var next = await support.CountAsync(i => i.Release == "support-2026.06" && i.PromptVersion == "support-v3");
        Assert.InRange((double)next / await support.CountAsync(), 0.78, 0.92);
        Assert.True(await support.AnyAsync(i => i.Release == "support-2026.05" && i.PromptVersion == "support-v2" && i.Propensity < 0.2));
    }

    [Fact]
    public async Task Runs_SendEachSlotOnce_AndFollowTheReleaseThatServes()
    {
        await StartAsync(slotsAgo: 20);
        await RunAsync();
        await using var db = app.Database.CreateContext();
        var before = await db.Interactions.CountAsync();
        await RunAsync();
        Assert.Equal(before, await db.Interactions.CountAsync());

        // The canary of the handbook assistant ends: the live release serves alone.
        var workflow = await db.Workflows.Where(w => w.Key == DemoTraffic.Rag).Select(w => w.Id).SingleAsync();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db
                .Experiments.Where(e => e.WorkflowId == workflow)
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.IsRunning, false).SetProperty(e => e.EndedAt, time.GetUtcNow()));
            await app.Get<RoutingChange>().CommitAsync(db, transaction, workflow, default);
        }

        await RoutedAsync();
        var from = Now;
        time.Now += TimeSpan.FromSeconds(30 * Slot);
        await RunAsync();
        var added = Enumerable.Range(0, 30).SelectMany(n => SimulatedTraffic.Of(from + n)).Select(u => u.TraceId).ToList();
        Assert.Equal(before + added.Count, await db.Interactions.CountAsync());
        var releases = await db
            .Interactions.Where(i => i.WorkflowId == workflow && added.Contains(i.TraceId))
            .Select(i => i.Release)
            .Distinct()
            .ToListAsync();
        Assert.Equal(["answers-42"], releases);
    }

    [Fact]
    public async Task Gap_OfAStop_IsFilledForADay_AndOfASwitchedOffSimulationNot()
    {
        await StartAsync(slotsAgo: 20);
        await RunAsync();
        await using var db = app.Database.CreateContext();
        var before = await db.Interactions.CountAsync();
        time.Now += TimeSpan.FromDays(3);
        await RunAsync();
        var oldest = SimulatedTraffic.StartOf(Now - 4320);
        var filled = await db.Interactions.CountAsync() - before;
        Assert.Equal(filled, await db.Interactions.CountAsync(i => i.Timestamp >= oldest));
        Assert.InRange(filled, 1000, 2500);

        time.Now += TimeSpan.FromHours(5);
        since = time.GetUtcNow().AddMinutes(-10);
        before = await db.Interactions.CountAsync();
        await RunAsync();
        Assert.Equal(Enumerable.Range(1, 30).Sum(n => SimulatedTraffic.Of(Now - n).Count()), await db.Interactions.CountAsync() - before);
    }

    [Fact]
    public async Task RevokedKey_FailsOneRun_AndIsReplaced()
    {
        await StartAsync(slotsAgo: 20);
        await RunAsync();
        await using var db = app.Database.CreateContext();
        await db.ApiKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, time.GetUtcNow()));
        time.Now += TimeSpan.FromMinutes(2);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(RunAsync);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var before = await db.Interactions.CountAsync();
        await RunAsync();
        Assert.True(await db.Interactions.CountAsync() > before);
        Assert.Equal(1, await db.ApiKeys.CountAsync(k => k.RevokedAt == null));
    }

    /// <summary>As if the simulator had sent everything before, so that the first run is short.</summary>
    private Task StartAsync(int slotsAgo)
    {
        since = time.GetUtcNow().AddHours(-1);
        return app.Get<JobMarks>().SetAsync(TrafficSimulator.Job, tenant, $"{Now - slotsAgo}", default);
    }

    private Task RunAsync() => app.Get<TrafficSimulator>().RunAsync(tenant, since, default);

    /// <summary>The routing table is read again after a change.</summary>
    private async Task RoutedAsync()
    {
        await using var db = app.Database.CreateContext();
        var version = await db.RoutingVersions.Select(v => v.Version).SingleAsync();
        await Wait.UntilAsync(() => Task.FromResult(app.Get<RoutingTable>().Current?.Mark.Version == version));
    }

    private static async Task<List<string>> TracesAsync(TriageDbContext db)
    {
        var traces = await db.Interactions.Where(i => !i.Shadow).Select(i => i.TraceId).ToListAsync();
        traces.Sort(StringComparer.Ordinal);
        return traces;
    }
}
