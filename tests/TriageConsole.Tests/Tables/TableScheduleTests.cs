using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Tables;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Tables;
using TriageConsole.Features.Workflows;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Tests.Tables;

[Collection(typeof(TableGroup))]
public sealed class TableScheduleTests(TableWorld world)
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private TableScheduleService Service => world.App.Get<TableScheduleService>();

    [Fact]
    public async Task DailyExport_RunsOncePerDay_AndKeepsTheLatestFiles()
    {
        var (workflow, lead) = await WorkflowAsync("daily");
        await CreateAsync(lead, workflow, new TableScheduleForm(TablePeriod.Daily, TableFormat.Csv, 30, 2));
        Assert.Null(await RunAsync());
        var first = Assert.Single((await RowAsync(lead, workflow)).Files);
        Assert.Equal((1, Today(), Today().AddDays(-30)), (first.Rows, first.ToTime, first.FromTime));
        var path = Assert.Single(FilesOf(workflow));
        Assert.Equal($"{Path.Combine("acme", workflow.Key)}", Path.GetRelativePath(world.Folder, Path.GetDirectoryName(path)!));
        Assert.StartsWith(
            "\uFEFFtrace_id,",
            System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, Cancelled)),
            StringComparison.Ordinal
        );
        Assert.Equal(first.Bytes, new FileInfo(path).Length);

        Assert.Null(await RunAsync());
        Assert.Equal(first, Assert.Single((await RowAsync(lead, workflow)).Files));

        // After an outage of several days, the latest two are written.
        world.Time.Advance(TimeSpan.FromDays(5));
        Assert.Null(await RunAsync());
        Assert.Equal([Today(), Today().AddDays(-1)], (await RowAsync(lead, workflow)).Files.Select(f => f.ToTime));
        Assert.Equal(2, FilesOf(workflow).Length);
        Assert.True((await Service.DeleteAsync(lead, (await RowAsync(lead, workflow)).Schedule.Id, Cancelled)).Ok);
        Assert.Empty(FilesOf(workflow));
    }

    [Fact]
    public async Task FailedExport_SaysWhy_AndIsRetriedAfterAPause()
    {
        var (workflow, lead) = await WorkflowAsync("failing");
        await CreateAsync(lead, workflow, new TableScheduleForm(TablePeriod.Weekly, TableFormat.Ndjson, 30, 3));
        // A file where the folder of the workflow should be.
        var blocked = Path.Combine(world.Folder, "acme", workflow.Key);
        Directory.CreateDirectory(Path.GetDirectoryName(blocked)!);
        await File.WriteAllTextAsync(blocked, "", Cancelled);
        Assert.Contains(workflow.Key, await RunAsync(), StringComparison.Ordinal);
        var failed = (await RowAsync(lead, workflow)).Schedule;
        Assert.Equal((1, world.Time.GetUtcNow().AddMinutes(1)), (failed.Attempts, failed.RetryAt));
        Assert.Contains(workflow.Key, failed.LastError, StringComparison.Ordinal);

        File.Delete(blocked);
        Assert.Null(await RunAsync());
        Assert.Empty((await RowAsync(lead, workflow)).Files);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await RunAsync());
        var (done, files) = await RowAsync(lead, workflow);
        Assert.Equal((0, null, null), (done.Attempts, done.RetryAt, done.LastError));
        Assert.Equal(DayOfWeek.Monday, Assert.Single(files).ToTime.DayOfWeek);
        Assert.Equal(done.NextEnd, files[0].ToTime.AddDays(7));
    }

    [Fact]
    public async Task RunNow_WritesTheLatestCompleteDays_AlsoWhilePaused()
    {
        var (workflow, lead) = await WorkflowAsync("asked");
        await CreateAsync(lead, workflow, new TableScheduleForm(TablePeriod.Daily, TableFormat.Parquet, 60, 3));
        var id = (await RowAsync(lead, workflow)).Schedule.Id;
        Assert.True((await Service.EnableAsync(lead, id, false, Cancelled)).Ok);
        Assert.Null(await RunAsync());
        Assert.Empty((await RowAsync(lead, workflow)).Files);
        Assert.True((await Service.RunAsync(lead, id, Cancelled)).Ok);
        Assert.Null(await RunAsync());
        var file = Assert.Single((await RowAsync(lead, workflow)).Files);
        Assert.Equal(Today(), file.ToTime);
        await using var opened = (await Service.OpenAsync(lead, file.Id, Cancelled))!.Content;
        Assert.Equal("asked", Assert.Single(await TableFormatTests.ReadAsync(opened))["trace_id"]);
        Assert.Null(await RunAsync());
        Assert.Single((await RowAsync(lead, workflow)).Files);
    }

    [Fact]
    public async Task Erasure_ListsTheFilesWithRowsOfTheUser()
    {
        var (workflow, lead) = await WorkflowAsync("erased", "\"user_id\":\"bob\"");
        var (calm, _) = await WorkflowAsync("untouched", "\"user_id\":\"eve\"");
        await CreateAsync(lead, workflow, new TableScheduleForm(TablePeriod.Daily, TableFormat.Ndjson, 60, 3));
        await CreateAsync(lead, calm, new TableScheduleForm(TablePeriod.Daily, TableFormat.Ndjson, 60, 3));
        Assert.Null(await RunAsync());
        Assert.Contains("bob", await File.ReadAllTextAsync(Assert.Single(FilesOf(workflow)), Cancelled), StringComparison.Ordinal);
        var erased = await world
            .App.Get<ErasureService>()
            .EraseAsync(new ApiCaller(workflow.TenantId, "acme", "k"), "bob", "request", Cancelled);
        Assert.Equal([$"acme/erased/{(await RowAsync(lead, workflow)).Schedule.Id}-{Today():yyyy-MM-dd}.ndjson"], erased.Value.Exports);
        Assert.Contains("\"exports\"", erased.Value.ToJson(), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single((await RowAsync(lead, workflow)).Files).ErasedAt);
        Assert.Null(Assert.Single((await RowAsync(lead, calm)).Files).ErasedAt);

        // Another run writes the file again without the user.
        await Service.RunAsync(lead, (await RowAsync(lead, workflow)).Schedule.Id, Cancelled);
        Assert.Null(await RunAsync());
        Assert.DoesNotContain("bob", await File.ReadAllTextAsync(Assert.Single(FilesOf(workflow)), Cancelled), StringComparison.Ordinal);
        Assert.Null(Assert.Single((await RowAsync(lead, workflow)).Files).ErasedAt);
    }

    [Fact]
    public async Task OtherPeople_SeeAndChangeNothing()
    {
        var (workflow, lead) = await WorkflowAsync("private");
        await CreateAsync(lead, workflow, new TableScheduleForm(TablePeriod.Daily, TableFormat.Csv, 60, 3));
        Assert.Null(await RunAsync());
        var (schedule, files) = await RowAsync(lead, workflow);
        var labeler = new PersonAccess(8, "Labeler", [new Grant(Role.Labeler, workflow.TenantId, null)]);
        var stranger = new PersonAccess(9, "Other", [new Grant(Role.Lead, await world.App.EnsureTenantAsync("other"), null)]);
        foreach (var other in new[] { labeler, stranger })
        {
            Assert.Empty(await Service.ListAsync(other, workflow, Cancelled));
            Assert.Null(await Service.OpenAsync(other, files[0].Id, Cancelled));
            foreach (
                var refused in new[]
                {
                    await Service.CreateAsync(
                        other,
                        workflow,
                        new TableScheduleForm(TablePeriod.Daily, TableFormat.Csv, 1, 1),
                        true,
                        Cancelled
                    ),
                    await Service.RunAsync(other, schedule.Id, Cancelled),
                    await Service.EnableAsync(other, schedule.Id, false, Cancelled),
                    await Service.DeleteFileAsync(other, files[0].Id, Cancelled),
                    await Service.DeleteAsync(other, schedule.Id, Cancelled),
                }
            )
                Assert.False(refused.Ok);
        }

        Assert.Single(FilesOf(workflow));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(367, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1001)]
    public async Task InvalidSchedule_IsRefused(int days, int kept)
    {
        var (workflow, lead) = await WorkflowAsync("invalid");
        var result = await Service.CreateAsync(
            lead,
            workflow,
            new TableScheduleForm(TablePeriod.Daily, TableFormat.Csv, days, kept),
            true,
            Cancelled
        );
        Assert.Equal(ErrorKind.Invalid, result.Error?.Kind);
    }

    [Fact]
    public async Task WithoutAStore_NothingIsScheduled()
    {
        var (workflow, lead) = await WorkflowAsync("without-store");
        var service = new TableScheduleService(
            world.App.Get<IDbContextFactory<TriageDbContext>>(),
            new TableExportStore(Options.Create(new TableExportOptions())),
            world.Time
        );
        var result = await service.CreateAsync(
            lead,
            workflow,
            new TableScheduleForm(TablePeriod.Daily, TableFormat.Csv, 1, 1),
            true,
            Cancelled
        );
        Assert.Equal(ErrorKind.Conflict, result.Error?.Kind);
    }

    [Theory]
    [InlineData("2026-11-23T00:00:00Z", "2026-11-23", "2026-11-23")]
    [InlineData("2026-11-22T23:59:59Z", "2026-11-22", "2026-11-16")]
    [InlineData("2026-11-26T12:00:00Z", "2026-11-26", "2026-11-23")]
    public void LatestEnd_IsMidnightOrMonday(string now, string daily, string weekly)
    {
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(daily, $"{TableTimes.LatestEnd(TablePeriod.Daily, at):yyyy-MM-dd}");
        Assert.Equal(weekly, $"{TableTimes.LatestEnd(TablePeriod.Weekly, at):yyyy-MM-dd}");
    }

    private DateTimeOffset Today() => Midnight.AddDays(Math.Floor((world.Time.GetUtcNow() - Midnight).TotalDays));

    private string[] FilesOf(WorkflowRef workflow) =>
        [.. world.Files.Where(f => f.Contains($"/{workflow.Key}/", StringComparison.Ordinal))];

    private async Task<(WorkflowRef Workflow, PersonAccess Lead)> WorkflowAsync(string key, string extra = "\"country\":\"DE\"")
    {
        await TableWorld.PostAsync(world.Client, "/api/v1/events", TableWorld.Event(key, -24, extra, key));
        var lead = new PersonAccess(7, "Lead", [new Grant(Role.Lead, await world.App.EnsureTenantAsync("acme"), null)]);
        return ((await world.App.Get<WorkflowDirectory>().FindAsync(lead, Role.Lead, key, "acme", Cancelled))!, lead);
    }

    private async Task CreateAsync(PersonAccess lead, WorkflowRef workflow, TableScheduleForm form) =>
        Assert.True((await Service.CreateAsync(lead, workflow, form, true, Cancelled)).Ok);

    private async Task<TableScheduleRow> RowAsync(PersonAccess lead, WorkflowRef workflow) =>
        Assert.Single(await Service.ListAsync(lead, workflow, Cancelled));

    /// <summary>Runs the job once. Returns why it failed.</summary>
    private async Task<string?> RunAsync()
    {
        var run = new JobRun(
            "table-exports",
            false,
            world.App.Get<IDbContextFactory<TriageDbContext>>(),
            world.App.Get<IProviderStatements>(),
            world.Time,
            NullLogger.Instance,
            Cancelled
        );
        await world.App.Get<TableExporter>().RunAsync(run);
        return run.Reason;
    }
}
