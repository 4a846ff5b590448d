using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;
using TriageConsole.Core.Retraining;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Proposals;
using TriageConsole.Security;

namespace TriageConsole.Tests.Retraining;

/// <summary>What the database refuses, and who proposes what.</summary>
public sealed class RetrainingStateTests
{
    [Fact]
    public async Task Database_RefusesIllegalStates_AndChangesOfTheLog()
    {
        await using var w = await RetrainingWorld.CreateAsync(o => o.Executors["fixer"] = RetrainingWorld.Script("exit 1"));
        var id = await w.StartAsync();
        var fixture = w.World.Fixture;
        // Over a state, and back from the end: even if the previous state is made up.
        await RefusedAsync(db => db.RetrainingRuns.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RetrainingState.Running)));
        await RefusedAsync(db =>
            db.RetrainingRuns.ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.State, RetrainingState.Running).SetProperty(r => r.PreviousState, RetrainingState.Queued)
            )
        );
        await w.WorkAsync();
        Assert.Equal(RetrainingState.Failed, (await w.RunAsync(id)).Run.State);
        await RefusedAsync(db =>
            db.RetrainingRuns.ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.State, RetrainingState.Queued)
                    .SetProperty(r => r.PreviousState, RetrainingState.Validating)
                    .SetProperty(r => r.FinishedAt, (DateTimeOffset?)null)
            )
        );
        await RefusedAsync(db => db.RetrainingEvents.Where(e => e.RunId == id).ExecuteDeleteAsync());
        await RefusedAsync(db => db.RetrainingEvents.Where(e => e.RunId == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Text, "")));
        Assert.Equal(4, (await w.RunAsync(id)).Events.Count);

        async Task RefusedAsync(Func<Data.TriageDbContext, Task<int>> change)
        {
            var fault = await Assert.ThrowsAnyAsync<Exception>(() => fixture.QueryAsync(change));
            Assert.True(fault is PostgresException { SqlState: "23514" } or SqlException, fault.ToString());
        }
    }

    [Fact]
    public async Task Pattern_HasOneOpenProposal_AndTheCheapestRepairComesFirst()
    {
        await using var w = await RetrainingWorld.CreateAsync();
        var service = w.Service;
        var proposals = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => service.ProposeAsync(w.World.Lead, w.World.Workflow, w.PatternId, null, null)))
        );
        var id = Assert.Single(proposals, p => p.Ok).Value;
        Assert.All(proposals.Where(p => !p.Ok), p => Assert.Equal(ErrorKind.Conflict, p.Error!.Kind));
        var row = await w.ProposalAsync();
        Assert.Equal((RepairKind.Prompt, RetrainingTrigger.Requested), (row.Repair, row.Trigger));
        Assert.Contains("cheapest", row.RepairReason, StringComparison.Ordinal);

        Assert.Equal(ErrorKind.Invalid, (await service.DismissAsync(w.World.Lead, w.World.Workflow, id, " ")).Error!.Kind);
        Assert.True((await service.DismissAsync(w.World.Lead, w.World.Workflow, id, "Done by hand.")).Ok);
        Assert.Equal(ErrorKind.Conflict, (await service.DismissAsync(w.World.Lead, w.World.Workflow, id, "again")).Error!.Kind);
        Assert.Equal(ErrorKind.Conflict, (await service.StartAsync(w.World.Lead, w.World.Workflow, id, null)).Error!.Kind);
        var tuned = await service.ProposeAsync(w.World.Lead, w.World.Workflow, w.PatternId, RepairKind.FineTune, null);
        Assert.StartsWith("A fine-tune is the last repair", tuned.Message, StringComparison.Ordinal);
        var tool = await w.PatternAsync("tool = search", 4, SuggestedAction.FixTool);
        var refused = await service.ProposeAsync(w.World.Lead, w.World.Workflow, tool, null, null);
        Assert.Contains("does not repair that", refused.Message, StringComparison.Ordinal);
        var due = await w.PatternAsync("segment = pro", 4, SuggestedAction.FineTune);
        Assert.True((await service.ProposeAsync(w.World.Lead, w.World.Workflow, due, null, null)).Ok);
        var labeler = await w.World.HireAsync("lou", Data.Access.Role.Labeler);
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.ProposeAsync(labeler, w.World.Workflow, due, null, null));
        var stranger = new ApiCaller(w.World.Workflow.TenantId + 1, "other", "k");
        Assert.Equal(ErrorKind.NotFound, (await service.StartAsync(stranger, id, null)).Error!.Kind);
    }

    [Fact]
    public async Task Start_IsRefused_WithoutAnExecutorLabelsOrALiveComponent()
    {
        await using var w = await RetrainingWorld.CreateAsync(o => o.Executors["fixer"] = RetrainingWorld.Script("exit 0"));
        var unlabeled = await w.ProposeAsync(await w.PatternAsync("empty", 0));
        Assert.StartsWith("No training row is of the pattern", (await StartAsync(unlabeled)).Message, StringComparison.Ordinal);
        var retrieval = await w.ProposeAsync(await w.PatternAsync("stale", 8, SuggestedAction.FixRetrieval));
        Assert.Contains("no executor for the repair retrieval", (await StartAsync(retrieval)).Message, StringComparison.Ordinal);
        var prompt = await w.ProposeAsync();
        Assert.Contains("are fixer", (await StartAsync(prompt, "other")).Message, StringComparison.Ordinal);
        await w.World.Fixture.QueryAsync(db => db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.ConsentScope, (string?)null)));
        Assert.StartsWith("The policy selects nothing", (await StartAsync(prompt)).Message, StringComparison.Ordinal);
        Assert.Empty((await w.Reader.ReadAsync(w.World.Lead, w.World.Workflow)).Runs);

        Task<Result<Features.Retraining.Runs.RunStart>> StartAsync(long proposal, string? executor = null) =>
            w.Service.StartAsync(w.World.Lead, w.World.Workflow, proposal, executor);
    }

    [Fact]
    public async Task Triggers_ProposeOnce_AndAutopilotStartsTheRun()
    {
        await using var w = await RetrainingWorld.CreateAsync(o => o.Executors["fixer"] = RetrainingWorld.Script(RetrainingWorld.Fixes));
        var fixture = w.World.Fixture;
        var settings = fixture.Get<RetrainingSettingsService>();
        var check = fixture.Get<TriggerCheck>();
        await fixture.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(x => x.Configured, true)));
        Assert.Equal([w.World.Workflow.Id], await check.WorkflowsAsync(default));
        await SaveAsync(f => (f.Weekly, f.MinLabels) = (false, 9));
        // Eight interactions of the pattern are labeled.
        Assert.Equal(0, await check.CheckAsync(w.World.Workflow.Id, default));
        await SaveAsync(f => f.MinLabels = 8);
        Assert.Equal(1, await check.CheckAsync(w.World.Workflow.Id, default));
        Assert.Equal(0, await check.CheckAsync(w.World.Workflow.Id, default));
        var row = await w.ProposalAsync();
        Assert.Equal((RetrainingTrigger.Labels, ProposalState.Open, "the console"), (row.Trigger, row.State, row.CreatedBy));
        Assert.True((await w.Service.DismissAsync(w.World.Lead, w.World.Workflow, row.Id, "Later.")).Ok);
        Assert.Equal(0, await check.CheckAsync(w.World.Workflow.Id, default));

        // The labels of before do not count again, so without a quiet time a severe pattern is the next trigger.
        await SaveAsync(f => (f.QuietDays, f.Autopilot, f.MinInteractions, f.MinRatePercent, f.MinSharePercent) = (0, true, 5, 10, 10));
        Assert.Equal(1, await check.CheckAsync(w.World.Workflow.Id, default));
        row = await w.ProposalAsync();
        Assert.Equal((RetrainingTrigger.Severe, ProposalState.Started), (row.Trigger, row.State));
        await w.WorkAsync();
        var run = (await w.RunAsync(row.RunId!.Value)).Run;
        Assert.Equal((RetrainingState.Succeeded, "the console"), (run.State, run.StartedBy));
        // Promotion needs people and gates: the result is a draft.
        Assert.Equal(
            Data.Releases.ReleaseState.Draft,
            await fixture.QueryAsync(db => db.Releases.Where(r => r.Id == run.ResultReleaseId).Select(r => r.State).SingleAsync())
        );
        var stale = new RetrainingSettingsForm
        {
            MinFailures = 1,
            MinLabels = 1,
            DatasetDays = 1,
        };
        Assert.Equal(ErrorKind.Conflict, (await settings.SaveAsync(w.World.Lead, w.World.Workflow, stale)).Error!.Kind);

        async Task SaveAsync(Action<RetrainingSettingsForm> change)
        {
            var form = await settings.ReadAsync(w.World.Lead, w.World.Workflow);
            change(form);
            var saved = await settings.SaveAsync(w.World.Lead, w.World.Workflow, form);
            Assert.True(saved.Ok, saved.Message);
        }
    }
}
