using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Tests.Evaluation;

namespace TriageConsole.Tests.Retraining;

/// <summary>A workflow with a live prompt, labeled interactions with consent, and a pattern of the first half of them.</summary>
internal sealed class RetrainingWorld : IAsyncDisposable
{
    /// <summary>Writes a result with another prompt.</summary>
    public const string Fixes = """echo '{"components":[{"kind":"prompt","name":"system","content":"You are fixed."}]}' > result.json""";

    private RetrainingWorld(EvalWorld world) => World = world;

    public EvalWorld World { get; }

    public long PatternId { get; private set; }

    public RetrainingService Service => World.Fixture.Get<RetrainingService>();

    public RetrainingReader Reader => World.Fixture.Get<RetrainingReader>();

    public static async Task<RetrainingWorld> CreateAsync(
        Action<RetrainingOptions>? options = null,
        int count = 16,
        Action<IServiceCollection>? configure = null
    )
    {
        var eval = await EvalWorld.CreateAsync(
            ["seed"],
            configure: services =>
            {
                services.Configure<RetrainingOptions>(o =>
                {
                    o.PollMilliseconds = 20;
                    options?.Invoke(o);
                });
                configure?.Invoke(services);
            }
        );
        var world = new RetrainingWorld(eval);
        await world.SendAsync(count);
        await world.LabelAsync(count);
        world.PatternId = await world.PatternAsync("country = FR", count / 2);
        return world;
    }

    /// <summary>An executor that runs a script of the shell.</summary>
    public static ExecutorOptions Script(string script, Action<ExecutorOptions>? more = null)
    {
        var executor = new ExecutorOptions
        {
            Kind = ExecutorKind.Command,
            Program = "/bin/sh",
            Arguments = { "-c", script },
            TimeoutSeconds = 60,
        };
        more?.Invoke(executor);
        return executor;
    }

    public async Task<long> ProposeAsync(long? pattern = null)
    {
        var made = await Service.ProposeAsync(World.Lead, World.Workflow, pattern ?? PatternId, null, "They ask again.");
        Assert.True(made.Ok, made.Message);
        return made.Value;
    }

    /// <summary>Proposes and starts a run.</summary>
    public async Task<long> StartAsync(string? executor = null)
    {
        var started = await Service.StartAsync(World.Lead, World.Workflow, await ProposeAsync(), executor);
        Assert.True(started.Ok, started.Message);
        return started.Value.Run;
    }

    /// <summary>Works on all due runs, as the jobs do.</summary>
    public async Task WorkAsync()
    {
        var worker = World.Fixture.Get<RunWorker>();
        while (await worker.RunNextAsync(commands: true) || await worker.RunNextAsync(commands: false)) { }
    }

    public async Task<RunDetail> RunAsync(long id) => (await Reader.FindAsync(World.Lead, World.Workflow, id))!;

    /// <summary>Starts a run, works on it until it ends, and reads it.</summary>
    public async Task<RunDetail> CarryOutAsync(string? executor = null)
    {
        var id = await StartAsync(executor);
        await WorkAsync();
        return await RunAsync(id);
    }

    public async Task<ProposalRow> ProposalAsync() =>
        (await Reader.ReadAsync(World.Lead, World.Workflow)).Proposals.First(p => p.PatternId == PatternId);

    public Task<long> PatternAsync(string name, int members, string action = SuggestedAction.FixPrompt) =>
        World.Fixture.QueryAsync(async db =>
        {
            var pattern = new FailurePattern
            {
                TenantId = World.Workflow.TenantId,
                WorkflowId = World.Workflow.Id,
                TermsHash = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()),
                Terms = "[]",
                Name = name,
                IsCurrent = true,
                FirstSeenAt = DateTimeOffset.UnixEpoch,
                LastSeenAt = DateTimeOffset.UnixEpoch,
                Interactions = 10,
                Failures = 5,
                AllFailures = 10,
                Rate = 0.5,
                ActionKey = action,
                Action = "Fix the prompt.",
            };
            db.FailurePatterns.Add(pattern);
            await db.SaveChangesAsync();
            var traces = Enumerable.Range(0, members).Select(n => $"d{n}").ToArray();
            db.PatternMembers.AddRange(
                await db
                    .Interactions.Where(i => traces.Contains(i.TraceId))
                    .Select(i => new PatternMember { PatternId = pattern.Id, InteractionId = i.Id })
                    .ToListAsync()
            );
            await db.SaveChangesAsync();
            return pattern.Id;
        });

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private async Task SendAsync(int count)
    {
        var lines = Enumerable
            .Range(0, count)
            .Select(n =>
                EvalWorld.Event(
                    $"d{n}",
                    $"task-{n}",
                    $"question {n}",
                    $"answer {n}",
                    "live-1",
                    extra: $",\"user_id\":\"u{n}\",\"consent_scope\":\"training\""
                )
            );
        Assert.Equal(count, (await World.Fixture.SendAsync([.. lines])).Accepted);
    }

    private async Task LabelAsync(int count)
    {
        var lines = Enumerable
            .Range(0, count)
            .Select(n =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = $"d{n}",
                        labeler_id = "ann",
                        rubric_key = "quality",
                        value = n < count / 2 ? "no" : "yes",
                        comment = n < count / 2 ? "It does not say when." : null,
                    }
                )
            );
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var imported = await World.Fixture.Get<LabelImportService>().ImportAsync(World.Workflow.TenantId, stream);
        Assert.Equal(count, imported.Accepted);
    }
}
