using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Tests.Retraining;

/// <summary>Runs of commands: what they get, what becomes of their result, and what happens when they misbehave.</summary>
public sealed class CommandRunTests
{
    private const string Secret = "sk-executor-0123456789+/=";

    [Fact]
    public async Task Result_IsADraftOfARelease_WithItsLineage()
    {
        await using var w = await WorldAsync(
            "test \"$(cat)\" = \"$(cat run.json)\" && grep -q 'You are live-1' run.json && grep -q '\"repair\":\"prompt\"' run.json"
                + " && grep -q 'question' train.jsonl && ! test -e test.jsonl && test \"$HOME\" = \"$PWD\" && echo started && "
                + RetrainingWorld.Fixes
        );
        var detail = await w.CarryOutAsync();
        var run = detail.Run;
        Assert.True(run.State == RetrainingState.Succeeded, run.Message);
        Assert.Equal(
            ["validating", "queued", "running", "output started", "succeeded", "note"],
            detail.Events.Select(e =>
                e.State is { } s ? s.ToString().ToLowerInvariant()
                : e.Kind == RetrainingEventKind.Output ? $"output {e.Text}"
                : "note"
            )
        );
        Assert.Equal((ProposalState.Done, run.Id), ((await w.ProposalAsync()).State, (await w.ProposalAsync()).RunId!.Value));
        var release = (
            await w.World.Fixture.Get<ReleaseDetailReader>().ReadAsync(w.World.Lead, w.World.Workflow, run.ResultReleaseId!.Value)
        )!;
        Assert.Equal((ReleaseState.Draft, "live-1"), (release.Row.State, release.CopiedFrom));
        Assert.Contains("country = FR", release.Notes, StringComparison.Ordinal);
        var part = Assert.Single(release.Components);
        Assert.Equal(
            ("system", $"retrain-{run.Id}", "You are fixed.", "live-1", run.Manifest),
            (part.Name, part.Version, part.Content, part.Parent, part.Manifest)
        );
        Assert.Equal((run.Id, run.Dataset, run.DatasetNumber), (part.Origin!.Run, part.Origin.Dataset, part.Origin.Number));
        Assert.Equal(
            ["retraining.proposed", "retraining.started", "retraining.ended"],
            await w.World.Fixture.QueryAsync(db =>
                db.AuditRecords.Where(r => r.Action.StartsWith("retraining")).OrderBy(r => r.Id).Select(r => r.Action).ToListAsync()
            )
        );
    }

    [Theory]
    [InlineData("exit 0", "The command ended with exit code 0, but wrote no result.json.")]
    [InlineData("ln -s /etc/passwd result.json", "The command ended with exit code 0, but wrote no result.json.")]
    [InlineData("echo 'no data' >&2; exit 3", "The command ended with exit code 3. no data")]
    [InlineData("sleep 60 & sleep 60", "The command did not end within 1 s and was ended.", 1)]
    [InlineData("yes", "The command wrote more than 1 KB and was ended.")]
    [InlineData("echo '{' > result.json", "result.json is not valid JSON of a result: ")]
    [InlineData("echo '{\"components\":[]}' > result.json", "result.json names no components.")]
    [InlineData(
        "echo '{\"components\":[{\"kind\":\"prompt\",\"name\":\"other\",\"content\":\"x\"}]}' > result.json",
        "The result has prompt 'other', which is none of"
    )]
    [InlineData(
        "echo '{\"components\":[{\"kind\":\"model\",\"name\":\"system\",\"content\":\"x\"}]}' > result.json",
        "The result has model 'system', which is none of"
    )]
    [InlineData(
        "echo '{\"components\":[{\"kind\":\"prompt\",\"name\":\"system\"}]}' > result.json",
        "The result has no content and no reference"
    )]
    [InlineData(
        "echo '{\"components\":[{\"kind\":\"prompt\",\"name\":\"system\",\"content\":\"You are live-1.\"}]}' > result.json",
        "The result leaves prompt 'system' as it is."
    )]
    public async Task CommandThatMisbehaves_FailsWithTheReason_AndRegistersNothing(string script, string expected, int seconds = 20)
    {
        await using var w = await WorldAsync(script, e => (e.TimeoutSeconds, e.MaxOutputBytes) = (seconds, 1500));
        var run = (await w.CarryOutAsync()).Run;
        Assert.Equal(RetrainingState.Failed, run.State);
        Assert.StartsWith(expected, run.Message, StringComparison.Ordinal);
        Assert.Equal(2, await w.World.Fixture.QueryAsync(db => db.Releases.CountAsync()));
        // The proposal waits for another run.
        Assert.Equal(ProposalState.Open, (await w.ProposalAsync()).State);
    }

    [Fact]
    public async Task MissingProgram_FailsTheRun()
    {
        await using var w = await WorldAsync("", e => e.Program = "/no/such/program");
        Assert.StartsWith("The command could not run: ", (await w.CarryOutAsync()).Run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_AreMaskedInEveryForm_AndNeverRegistered()
    {
        const string script =
            "echo \"key $SERVICE_KEY\"; echo \"{\\\"k\\\":\\\"$SERVICE_KEY\\\"}\" >&2; printf %s \"$SERVICE_KEY\" | base64; "
            + "grep -o '\"token\":\"[0-9a-f]*' run.json; ";
        void Set(ExecutorOptions e) => (e.Secrets["SERVICE_KEY"], e.MetricBudget) = (Secret, 5);
        await using var w = await WorldAsync(script + RetrainingWorld.Fixes, Set);
        var detail = await w.CarryOutAsync();
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        var lines = detail.Events.Where(e => e.Kind == RetrainingEventKind.Output).Select(e => e.Text).Order(StringComparer.Ordinal);
        Assert.Equal(["[secret]", "key [secret]", "{\"k\":\"[secret]\"}"], lines);

        await using var leaks = await WorldAsync(
            """printf '{"components":[{"kind":"prompt","name":"system","content":"%s"}]}' "$SERVICE_KEY" > result.json""",
            Set
        );
        Assert.Equal("result.json contains a secret of the executor. It is not registered.", (await leaks.CarryOutAsync()).Run.Message);
    }

    [Fact]
    public async Task Cancellation_EndsTheProcessAndItsChildren()
    {
        var file = Path.Combine(Path.GetTempPath(), $"retraining-{Guid.NewGuid():N}");
        await using var w = await WorldAsync($"sleep 300 & echo $! > {file}; wait");
        var id = await w.StartAsync();
        var work = w.WorkAsync();
        await Shared.Wait.UntilAsync(() => Task.FromResult(File.Exists(file) && File.ReadAllText(file).Trim().Length > 0));
        Assert.True((await w.Service.CancelAsync(w.World.Lead, w.World.Workflow, id)).Ok);
        await work;
        var detail = await w.RunAsync(id);
        Assert.Equal(RetrainingState.Cancelled, detail.Run.State);
        Assert.Equal(
            [RetrainingState.CancellationRequested, RetrainingState.Cancelled],
            detail.Events.Select(e => e.State).OfType<RetrainingState>().TakeLast(2)
        );
        var child = int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture);
        await Shared.Wait.UntilAsync(() =>
            Task.FromResult(
                !File.Exists($"/proc/{child}/stat") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z", StringComparison.Ordinal)
            )
        );
        File.Delete(file);
        Assert.Equal(ErrorKind.Conflict, (await w.Service.CancelAsync(w.World.Lead, w.World.Workflow, id)).Error!.Kind);
        Assert.Equal(ProposalState.Open, (await w.ProposalAsync()).State);
    }

    [Fact]
    public async Task DatasetThatIsErasedMeanwhile_EndsTheRun_BeforeAndAfterTheWork()
    {
        var file = Path.Combine(Path.GetTempPath(), $"retraining-{Guid.NewGuid():N}");
        await using var w = await WorldAsync(
            $"touch {file}.up; while ! test -e {file}; do sleep 0.05; done; echo 'about question 3'; {RetrainingWorld.Fixes}"
        );
        var id = await w.StartAsync();
        await EraseAsync(w, "u3");
        await w.WorkAsync();
        var run = (await w.RunAsync(id)).Run;
        Assert.Equal(RetrainingState.Failed, run.State);
        Assert.Contains("Changed by erasure: 1 of", run.Message, StringComparison.Ordinal);
        Assert.False(File.Exists($"{file}.up"));

        // The next run has a new version without the person. Another one is erased while it works.
        var again = await w.Service.StartAsync(w.World.Lead, w.World.Workflow, (await w.ProposalAsync()).Id, null);
        Assert.True(again.Ok, again.Message);
        var work = w.WorkAsync();
        await Shared.Wait.UntilAsync(() => Task.FromResult(File.Exists($"{file}.up")));
        await EraseAsync(w, "u5");
        await File.WriteAllTextAsync(file, "");
        await work;
        var detail = await w.RunAsync(again.Value.Run);
        Assert.StartsWith("The result is not registered.", detail.Run.Message, StringComparison.Ordinal);
        Assert.Equal(2, await w.World.Fixture.QueryAsync(db => db.Releases.CountAsync()));

        // A person who is erased after a run takes what the executor wrote with them.
        await EraseAsync(w, "u6");
        Assert.Equal("", (await w.RunAsync(again.Value.Run)).Events.Single(e => e.Kind == RetrainingEventKind.Output).Text);
        File.Delete(file);
        File.Delete($"{file}.up");
    }

    [Fact]
    public async Task TwoInstances_StartAndCarryOut_OneRun()
    {
        await using var w = await WorldAsync("echo once; " + RetrainingWorld.Fixes);
        var proposal = await w.ProposeAsync();
        await using var other = w.World.Fixture.Sibling();
        var starts = await Task.WhenAll(
            new[] { w.Service, other.Get<RetrainingService>() }.SelectMany(s =>
                Enumerable.Range(0, 3).Select(_ => Task.Run(() => s.StartAsync(w.World.Lead, w.World.Workflow, proposal, null)))
            )
        );
        Assert.All(starts, s => Assert.True(s.Ok, s.Message));
        var id = Assert.Single(starts.Select(s => s.Value.Run).Distinct());
        Assert.Single(starts, s => s.Value.IsNew);

        var workers = new[] { w.World.Fixture.Get<RunWorker>(), other.Get<RunWorker>() };
        await Task.WhenAll(
            workers.Select(worker =>
                Task.Run(async () =>
                {
                    while (await worker.RunNextAsync(commands: true)) { }
                })
            )
        );
        var detail = await w.RunAsync(id);
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        Assert.Single(detail.Events, e => e.Text == "once");
        Assert.Equal(3, await w.World.Fixture.QueryAsync(db => db.Releases.CountAsync()));

        // The same dataset, method and base are the same run, also for another pattern.
        var second = await w.ProposeAsync(await w.PatternAsync("country = DE", 8));
        var same = await w.Service.StartAsync(w.World.Lead, w.World.Workflow, second, null);
        Assert.Equal((id, false), (same.Value.Run, same.Value.IsNew));
    }

    private static Task<RetrainingWorld> WorldAsync(string script, Action<ExecutorOptions>? more = null) =>
        RetrainingWorld.CreateAsync(o => o.Executors["fixer"] = RetrainingWorld.Script(script, more));

    private static async Task EraseAsync(RetrainingWorld w, string user)
    {
        var erased = await w.World.Fixture.Get<ErasureService>().EraseAsync(w.World.Admin, w.World.Workflow.TenantId, user, "request");
        Assert.True(erased.Ok, erased.Message);
    }
}
