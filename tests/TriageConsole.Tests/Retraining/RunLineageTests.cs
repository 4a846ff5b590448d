using System.Text.Json;
using TriageConsole.Data.Retraining;
using TriageConsole.Security;
using static TriageConsole.Tests.Datasets.OpenLineageSchema;

namespace TriageConsole.Tests.Retraining;

/// <summary>Runs as events of OpenLineage, with the times that are stored and no others.</summary>
public sealed class RunLineageTests
{
    [Fact]
    public async Task RunThatSucceeds_HasItsStartAndItsEnd_WithDatasetAndRelease()
    {
        await using var w = await WorldAsync(RetrainingWorld.Fixes);
        var run = (await w.CarryOutAsync()).Run;
        Assert.True(run.State == RetrainingState.Succeeded, run.Message);
        var events = await EventsAsync(w, run.Id);
        CheckRun(events, "START", "COMPLETE");
        Assert.Equal([run.StartedAt!.Value, run.FinishedAt!.Value], events.Select(TimeOf));
        Assert.All(
            events,
            e =>
            {
                var input = Assert.Single(e.GetProperty("inputs").EnumerateArray());
                Assert.Equal(run.Dataset, Text(input, "name"));
                Assert.Equal(run.Manifest, Text(input.GetProperty("facets").GetProperty("version"), "datasetVersion"));
            }
        );
        Assert.Empty(events[0].GetProperty("outputs").EnumerateArray());
        var output = Assert.Single(events[1].GetProperty("outputs").EnumerateArray());
        Assert.EndsWith($"/releases/{run.ResultRelease}", Text(output, "name"), StringComparison.Ordinal);
        Assert.Equal(RunOf(events[0]), RunOf((await EventsAsync(w, run.Id))[0]));
    }

    [Fact]
    public async Task RunThatFails_HasItsMessage_AndAnotherRunHasAnotherId()
    {
        await using var w = await WorldAsync("echo 'no data' >&2; exit 3");
        var run = (await w.CarryOutAsync()).Run;
        Assert.Equal(RetrainingState.Failed, run.State);
        var events = await EventsAsync(w, run.Id);
        CheckRun(events, "START", "FAIL");
        Assert.False(events[0].GetProperty("run").TryGetProperty("facets", out _));
        var error = events[1].GetProperty("run").GetProperty("facets").GetProperty("errorMessage");
        Assert.Equal("The command ended with exit code 3. no data", Text(error, "message"));
        Assert.Empty(events[1].GetProperty("outputs").EnumerateArray());

        var again = await w.Service.StartAsync(w.World.Lead, w.World.Workflow, (await w.ProposalAsync()).Id, null);
        Assert.True(again.Ok, again.Message);
        await w.WorkAsync();
        Assert.NotEqual(RunOf(events[0]), RunOf((await EventsAsync(w, again.Value.Run))[0]));
    }

    /// <summary>It is not known when something began that never began.</summary>
    [Fact]
    public async Task RunThatIsCancelledBeforeItsStart_HasNoStart()
    {
        await using var w = await WorldAsync(RetrainingWorld.Fixes);
        var id = await w.StartAsync();
        Assert.Empty(await EventsAsync(w, id));
        Assert.True((await w.Service.CancelAsync(w.World.Lead, w.World.Workflow, id)).Ok);
        await w.WorkAsync();
        var run = (await w.RunAsync(id)).Run;
        Assert.Equal((RetrainingState.Cancelled, null), (run.State, run.StartedAt));
        var events = await EventsAsync(w, id);
        CheckRun(events, "ABORT");
        Assert.Equal(run.FinishedAt, TimeOf(events[0]));
    }

    [Fact]
    public async Task RunAtWork_HasItsStartOnly_AndAnAbortAfterItsCancellation()
    {
        var file = Path.Combine(Path.GetTempPath(), $"lineage-{Guid.NewGuid():N}");
        await using var w = await WorldAsync($"echo started > {file}; sleep 300");
        var id = await w.StartAsync();
        var work = w.WorkAsync();
        await Shared.Wait.UntilAsync(() => Task.FromResult(File.Exists(file)));
        CheckRun(await EventsAsync(w, id), "START");
        Assert.True((await w.Service.CancelAsync(w.World.Lead, w.World.Workflow, id)).Ok);
        await work;
        CheckRun(await EventsAsync(w, id), "START", "ABORT");
        File.Delete(file);
    }

    [Fact]
    public async Task RunOfAnotherTenant_IsNotFound()
    {
        await using var w = await WorldAsync(RetrainingWorld.Fixes);
        var id = await w.StartAsync();
        var other = new ApiCaller(w.World.Workflow.TenantId + 1, "other", "k");
        Assert.Null(await w.Reader.LineageAsync(other, id, TestContext.Current.CancellationToken));
    }

    private static Task<RetrainingWorld> WorldAsync(string script) =>
        RetrainingWorld.CreateAsync(o => o.Executors["command"] = RetrainingWorld.Script(script));

    private static async Task<IReadOnlyList<JsonElement>> EventsAsync(RetrainingWorld w, long id)
    {
        var caller = new ApiCaller(w.World.Workflow.TenantId, w.World.Workflow.TenantKey, "k");
        var json = await w.Reader.LineageAsync(caller, id, TestContext.Current.CancellationToken);
        return [.. JsonSerializer.Deserialize<JsonElement>(json!).EnumerateArray()];
    }
}
