using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Quartz;
using TriageConsole.Data.Access;
using TriageConsole.Data.Jobs;
using TriageConsole.Jobs;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Jobs;

/// <summary>Background jobs of instances that share a database, each with its own scheduler.</summary>
public sealed class JobClusterTests
{
    private static readonly PersonAccess SiteAdmin = new(1, "Ada", [new Grant(Role.Admin, null, null)]);

    /// <summary>An instance that has only the jobs of the test.</summary>
    private static Action<WebApplicationBuilder> With(params (string Name, Probe Probe)[] probes) =>
        b =>
        {
            b.Configuration["Jobs:IsEnabled"] = "true";
            b.Configuration["Jobs:StartDelayMilliseconds"] = "0";
            foreach (var (name, probe) in probes)
                b.Services.AddSingleton<BackgroundJob>(s => new ProbeJob(name, probe, s.GetRequiredService<InstanceName>()));
        };

    private static Task UntilAsync(Func<bool> holds) => Wait.UntilAsync(() => Task.FromResult(holds()));

    private static async Task<JobRow> RowAsync(TestApp app, string name) =>
        (await app.Get<JobsService>().ListAsync(SiteAdmin)).Single(j => j.Name == name);

    [Fact]
    public async Task Job_OfTwoInstances_RunsOnOneAtATime_AndStoresItsLastResult()
    {
        using var gate = new SemaphoreSlim(0);
        var (probe, other) = (new Probe { Work = run => gate.WaitAsync(run.CancellationToken) }, new Probe());
        await using var app = await TestApp.StartAsync(With(("probe", probe), ("other", other)));
        await using var sibling = await app.StartSiblingAsync(With(("probe", probe), ("other", other)));
        await Wait.UntilAsync(async () => (await (await app.Get<ISchedulerFactory>().GetScheduler()).QueryClusterNodes()).Count == 2);
        await UntilAsync(() => probe.MaxAtOnce > 0);
        // The schedulers continue with other jobs while the run lasts.
        var rounds = other.Runs;
        await UntilAsync(() => other.Runs >= rounds + 6);
        Assert.Equal((1, 0), (probe.MaxAtOnce, probe.Runs));
        gate.Release(1000);
        await UntilAsync(() => probe.Runs >= 8);
        Assert.Equal(1, probe.MaxAtOnce);
        var row = await RowAsync(app, "probe");
        Assert.Equal((JobResult.Succeeded, 0, (string?)null), (row.Last!.Result, row.Last.Failures, row.Last.Reason));
        Assert.Contains(row.Last.Instance, probe.Instances);
        Assert.True(row.Last.FinishedAt >= row.Last.StartedAt);
        Assert.Equal((await RowAsync(sibling, "probe")).Purpose, row.Purpose);
    }

    [Fact]
    public async Task InstanceOfAnEarlierVersion_StartsDuringAnUpdate_AndLeavesNewJobsToTheLaterOne()
    {
        var (both, added) = (new Probe(), new Probe());
        await using var later = await TestApp.StartAsync(With(("probe", both), ("added", added)));
        await SeveralRunsAsync(added);
        await using var earlier = await later.StartSiblingAsync(With(("probe", both)));
        await Wait.UntilAsync(async () => (await (await later.Get<ISchedulerFactory>().GetScheduler()).QueryClusterNodes()).Count == 2);
        await SeveralRunsAsync(both);
        await SeveralRunsAsync(added);
        Assert.Equal(JobResult.Succeeded, (await RowAsync(later, "added")).Last!.Result);
    }

    [Fact]
    public async Task Job_ThatNoVersionRanForDays_IsDeleted()
    {
        await using var app = await TestApp.StartAsync(With(("clock", new Probe())));
        var removed = new Probe();
        var before = await app.StartSiblingAsync(With(("clock", new Probe()), ("removed", removed)));
        await SeveralRunsAsync(removed);
        await before.DisposeAsync();

        var days = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(3));
        await using var after = await app.StartSiblingAsync(b =>
        {
            With(("clock", new Probe()))(b);
            b.Services.AddSingleton<TimeProvider>(days);
        });

        var scheduler = await app.Get<ISchedulerFactory>().GetScheduler();
        await Wait.UntilAsync(async () => await scheduler.GetJobDetail(new JobKey("removed", "jobs")) is null);
    }

    [Fact]
    public async Task InstanceWithoutJobs_LeavesThemToAnother()
    {
        var (here, there) = (new Probe(), new Probe());
        await using var app = await TestApp.StartAsync(b =>
        {
            With(("probe", here))(b);
            b.Configuration["Jobs:IsEnabled"] = "false";
        });
        await using var sibling = await app.StartSiblingAsync(With(("probe", there)));
        await UntilAsync(() => there.Runs > 0);
        var before = there.Runs;
        Assert.Null(await app.Get<JobsService>().RunNowAsync(SiteAdmin, "probe"));
        await UntilAsync(() => there.Runs > before + 4);
        Assert.Equal(0, here.Runs);
        Assert.Equal(JobResult.Succeeded, (await RowAsync(app, "probe")).Last!.Result);
    }

    [Fact]
    public async Task Pause_OnOneInstance_AppliesToAllAndAfterARestart_AndRunNowRunsOnce()
    {
        var (probe, clock) = (new Probe(), new Probe());
        await using var app = await TestApp.StartAsync(With(("probe", probe), ("clock", clock)));
        var sibling = await app.StartSiblingAsync(With(("probe", probe), ("clock", clock)));
        await UntilAsync(() => probe.Runs > 0);
        Assert.Null(await sibling.Get<JobsService>().PauseAsync(SiteAdmin, "probe"));
        await Wait.UntilAsync(async () => (await RowAsync(app, "probe")).Running is null);
        var row = await RowAsync(app, "probe");
        Assert.Equal((true, "Ada", (DateTimeOffset?)null), (row.IsPaused, row.PausedBy, row.NextRunAt));
        await sibling.DisposeAsync();
        await using var third = await app.StartSiblingAsync(With(("probe", probe), ("clock", clock)));
        var before = probe.Runs;
        await SeveralRunsAsync(clock);
        Assert.Equal(before, probe.Runs);

        Assert.Null(await app.Get<JobsService>().RunNowAsync(SiteAdmin, "probe"));
        await UntilAsync(() => probe.Runs == before + 1);
        await SeveralRunsAsync(clock);
        Assert.Equal(before + 1, probe.Runs);

        Assert.Null(await third.Get<JobsService>().ResumeAsync(SiteAdmin, "probe"));
        await UntilAsync(() => probe.Runs > before + 2);
        Assert.False((await RowAsync(app, "probe")).IsPaused);
    }

    [Fact]
    public async Task Job_ThatFails_CountsFailuresAndStoresTheReason_UntilItSucceeds()
    {
        var probe = new Probe { Work = _ => throw new InvalidOperationException("The figures do not add up.") };
        await using var app = await TestApp.StartAsync(With(("probe", probe)));
        await Wait.UntilAsync(async () => (await RowAsync(app, "probe")).Last?.Failures >= 2);
        var row = await RowAsync(app, "probe");
        Assert.Equal((JobResult.Failed, "The figures do not add up."), (row.Last!.Result, row.Last.Reason));
        probe.Work = _ => Task.CompletedTask;
        await Wait.UntilAsync(async () => (await RowAsync(app, "probe")).Last!.Result == JobResult.Succeeded);
        Assert.Equal(0, (await RowAsync(app, "probe")).Last!.Failures);
    }

    [Fact]
    public async Task Cancellation_NotByTheHost_FailsTheRunAndStopsNothing()
    {
        var (probe, clock) = (new Probe { Work = _ => throw new TaskCanceledException("A call took too long.") }, new Probe());
        await using var app = await TestApp.StartAsync(With(("probe", probe), ("clock", clock)));
        await Wait.UntilAsync(async () => (await RowAsync(app, "probe")).Last?.Failures >= 2);
        await SeveralRunsAsync(clock);
        Assert.False(app.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Equal("A call took too long.", (await RowAsync(app, "probe")).Last!.Reason);
    }

    [Fact]
    public async Task Instance_ThatStops_EndsItsRunsCleanly()
    {
        var begun = new TaskCompletionSource();
        var probe = new Probe
        {
            Work = async run =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, run.CancellationToken);
            },
        };
        var app = await TestApp.StartAsync(With(("clock", new Probe())));
        await using (app)
        {
            var sibling = await app.StartSiblingAsync(With(("clock", new Probe()), ("probe", probe)));
            await begun.Task;
            await sibling.DisposeAsync();
            await using var db = app.Database.CreateContext();
            Assert.Equal(JobResult.Interrupted, (await db.JobStates.SingleAsync(s => s.JobName == "probe")).Result);
            Assert.Equal(1, probe.Runs);
        }
    }

    [Fact]
    public async Task Page_IsOnlyForAdminsOfTheWholeInstallation()
    {
        await using var app = await TestApp.StartAsync(With());
        var tenantId = await app.EnsureTenantAsync("acme");
        var admin = await app.SignInAsync(Role.Admin);
        using var shown = await admin.Client.GetAsync(new Uri("/admin/jobs", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains(await app.Get<JobsService>().ListAsync(SiteAdmin), j => j.Name == "sampling-rounds");
        var tenantAdmin = await app.SignInAsync(new Grant(Role.Admin, tenantId, null));
        using var refused = await tenantAdmin.Client.GetAsync(new Uri("/admin/jobs", UriKind.Relative));
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        var theirs = new PersonAccess(2, "Tim", [new Grant(Role.Admin, tenantId, null)]);
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<JobsService>().ListAsync(theirs));
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<JobsService>().PauseAsync(theirs, "notices"));
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<JobsService>().RunNowAsync(theirs, "notices"));
        Assert.NotNull(await app.Get<JobsService>().RunNowAsync(SiteAdmin, "no such job"));
    }

    /// <summary>Waits long enough for another job of the same period to run.</summary>
    private static async Task SeveralRunsAsync(Probe clock)
    {
        var from = clock.Runs;
        await UntilAsync(() => clock.Runs >= from + 4);
    }
}
