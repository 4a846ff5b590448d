using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Patterns;
using TriageConsole.Core.Retraining;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Retraining;
using TriageConsole.Tests.Components;

namespace TriageConsole.Tests.Retraining;

/// <summary>Runs at a server that speaks the fine-tuning API.</summary>
public sealed class FineTuningTests : IAsyncLifetime
{
    private FineTuningServer server = null!;

    public async ValueTask InitializeAsync() => server = await FineTuningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Job_IsCreatedFollowedAndRegistered()
    {
        await using var w = await WorldAsync();
        var id = await StartAsync(w);
        await w.WorkAsync();
        Assert.Equal(RetrainingState.Running, (await w.RunAsync(id)).Run.State);
        Assert.Equal(("base-model", 1), (server.Job!.Value.GetProperty("model").GetString(), server.Creations));
        Assert.Contains("\"messages\"", server.File("training_file"), StringComparison.Ordinal);
        Assert.DoesNotContain("question 0\"", server.File("training_file"), StringComparison.Ordinal);
        Assert.Equal($"{id}", server.Job.Value.GetProperty("metadata").GetProperty("run").GetString());

        server.Status = "running";
        server.Say($"Step 1, key {FineTuningServer.Key}");
        await StepAsync(w);
        // The server is away for a while, and answers again.
        server.Refusal = 503;
        await StepAsync(w);
        Assert.Contains((await w.RunAsync(id)).Events, e => e.Kind == RetrainingEventKind.Warning && e.Text.Contains("503"));
        server.Refusal = 0;
        server.Status = "succeeded";
        server.Say("The job has completed");
        await StepAsync(w);

        var detail = await w.RunAsync(id);
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        Assert.Equal(1, server.Creations);
        Assert.Equal(
            ["info: Created fine-tuning job", "info: Step 1, key [secret]", "info: The job has completed"],
            detail.Events.Where(e => e.Kind == RetrainingEventKind.Output).Select(e => e.Text)
        );
        var release = (
            await w.World.Fixture.Get<ReleaseDetailReader>().ReadAsync(w.World.Lead, w.World.Workflow, detail.Run.ResultReleaseId!.Value)
        )!;
        var model = release.Components.Single(c => c.Kind == ComponentKind.Model);
        Assert.Equal(("gpt", "ft:base:acme::1", "base", detail.Run.Manifest), (model.Name, model.Reference, model.Parent, model.Manifest));
        Assert.Equal("live-1", release.Components.Single(c => c.Kind == ComponentKind.Prompt).Version);
    }

    [Fact]
    public async Task Checkpoints_AreReadInPages_AndKeptOnce()
    {
        await using var w = await WorldAsync();
        var id = await StartAsync(w);
        await w.WorkAsync();
        server.Checkpoints = [(100, 0.9), (200, 0.5), (300, 0.25), (400, 0.2), (500, 0.21)];
        // The list is away first: the job has succeeded, and the next attempt reads it.
        (server.Status, server.CheckpointFaults) = ("succeeded", 1);
        await StepAsync(w);
        Assert.Equal(RetrainingState.Running, (await w.RunAsync(id)).Run.State);
        await StepAsync(w);

        var detail = await w.RunAsync(id);
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        Assert.Equal(3, server.CheckpointPages);
        string[] expected =
        [
            "Step 100: ft:base:acme::1:ckpt-step-100 (train_loss 0.9)",
            "Step 200: ft:base:acme::1:ckpt-step-200 (train_loss 0.5)",
            "Step 300: ft:base:acme::1:ckpt-step-300 (train_loss 0.25)",
            "Step 400: ft:base:acme::1:ckpt-step-400 (train_loss 0.2)",
            "Step 500: ft:base:acme::1:ckpt-step-500 (train_loss 0.21)",
        ];
        Assert.Equal(expected, detail.Checkpoints);
        Assert.Equal(expected, detail.Events.Where(e => e.Kind == RetrainingEventKind.Checkpoint).Select(e => e.Text));

        await using var context = await OpenAsync(w);
        var page = context.Render<RetrainingRunPage>(p => p.Add(c => c.Key, w.World.Workflow.Key).Add(c => c.Id, id));
        await page.WaitForAssertionAsync(
            () => Assert.Equal(expected, page.FindAll("#checkpoints ~ ul li").Select(l => l.TextContent)),
            TimeSpan.FromMinutes(1)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MissingCheckpoints_DoNotFailARunThatHasSucceeded(bool unknown)
    {
        await using var w = await WorldAsync();
        var id = await StartAsync(w);
        await w.WorkAsync();
        (server.Status, server.CheckpointFaults) = ("succeeded", 100);
        if (unknown)
            server.Checkpoints = null;
        for (var attempt = 1; (await w.RunAsync(id)).Run.State == RetrainingState.Running && attempt < 5; attempt++)
            await StepAsync(w);

        var detail = await w.RunAsync(id);
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        Assert.Empty(detail.Checkpoints);
        Assert.Single(
            detail.Events,
            e => e.Text == $"The checkpoints of the job could not be read. The API returned status {(unknown ? 404 : 503)}."
        );
    }

    [Fact]
    public async Task Cancellation_CancelsTheJob()
    {
        await using var w = await WorldAsync();
        var id = await StartAsync(w);
        await w.WorkAsync();
        server.Status = "running";
        Assert.True((await w.Service.CancelAsync(w.World.Lead, w.World.Workflow, id)).Ok);
        await w.WorkAsync();
        Assert.Equal("cancelled", server.Status);
        Assert.Equal(RetrainingState.Cancelled, (await w.RunAsync(id)).Run.State);
    }

    [Fact]
    public async Task Failures_OfTheServiceOrTheKey_EndTheRunWithTheReason()
    {
        await using var w = await WorldAsync();
        var id = await StartAsync(w);
        await w.WorkAsync();
        (server.Status, server.Error) = ("failed", "The training file has too few rows.");
        await StepAsync(w);
        Assert.Equal("The job ftjob-1 failed. The training file has too few rows.", (await w.RunAsync(id)).Run.Message);

        await using var refused = await WorldAsync("wrong-key-000000000000");
        var other = await StartAsync(refused);
        await refused.WorkAsync();
        var run = (await refused.RunAsync(other)).Run;
        Assert.Equal((RetrainingState.Failed, "The API returned status 401. Incorrect API key provided"), (run.State, run.Message));
    }

    /// <summary>Pages as the lead sees them.</summary>
    private static async Task<BunitContext> OpenAsync(RetrainingWorld w)
    {
        var (fixture, lead) = (w.World.Fixture, w.World.Lead);
        await fixture.QueryAsync(db =>
        {
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = lead.UserId,
                    Role = Role.Lead,
                    TenantId = w.World.Workflow.TenantId,
                    WorkflowId = w.World.Workflow.Id,
                    GrantedAt = DateTimeOffset.UnixEpoch,
                    GrantedBy = "test",
                }
            );
            return db.SaveChangesAsync();
        });
        return await PersonPage.OpenAsync(
            fixture.Get<IServiceProvider>(),
            fixture.Get<IDbContextFactory<TriageDbContext>>(),
            lead.UserId,
            TimeProvider.System
        );
    }

    /// <summary>Works on the run now, whenever its next step is due.</summary>
    private static async Task StepAsync(RetrainingWorld w)
    {
        await w.World.Fixture.QueryAsync(db =>
            db.RetrainingRuns.ExecuteUpdateAsync(s => s.SetProperty(r => r.NextStepAt, DateTimeOffset.UnixEpoch))
        );
        await w.WorkAsync();
    }

    private static async Task<long> StartAsync(RetrainingWorld w)
    {
        var pattern = await w.PatternAsync("stable", 16, SuggestedAction.FineTune);
        var started = await w.Service.StartAsync(w.World.Lead, w.World.Workflow, await w.ProposeAsync(pattern), null);
        Assert.True(started.Ok, started.Message);
        return started.Value.Run;
    }

    private async Task<RetrainingWorld> WorldAsync(string key = FineTuningServer.Key)
    {
        var w = await RetrainingWorld.CreateAsync(o =>
            o.Executors["tuner"] = new ExecutorOptions
            {
                Kind = ExecutorKind.FineTuning,
                BaseUrl = server.BaseUrl,
                Key = key,
                Model = "base-model",
                PollSeconds = 3600,
                Repairs = { RepairKind.FineTune },
                Dataset = DatasetKind.Chat,
            }
        );
        // The live release has a model too.
        await w.World.Fixture.QueryAsync(async db =>
        {
            var model = new ComponentVersion
            {
                TenantId = w.World.Workflow.TenantId,
                WorkflowId = w.World.Workflow.Id,
                Kind = ComponentKind.Model,
                Name = "gpt",
                Version = "base",
                Reference = "base-model",
                ContentHash = new string('c', 64),
                Author = "test",
            };
            db.ComponentVersions.Add(model);
            await db.SaveChangesAsync();
            db.ReleaseComponents.Add(
                new ReleaseComponent
                {
                    ReleaseId = w.World.LiveId,
                    WorkflowId = w.World.Workflow.Id,
                    Kind = ComponentKind.Model,
                    Name = "gpt",
                    ComponentVersionId = model.Id,
                }
            );
            return await db.SaveChangesAsync();
        });
        return w;
    }
}
