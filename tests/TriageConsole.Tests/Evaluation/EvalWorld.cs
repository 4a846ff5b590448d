using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Outbound;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Evaluation;

/// <summary>
/// A workflow with a live release, a candidate, golden items, recent traffic, evaluators and a lead, with its own database.
/// </summary>
internal sealed class EvalWorld : IAsyncDisposable
{
    public const string Secret = "sk-test-0123456789abcdef";

    private const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true,"o"""
        + """ptions":[{"value":"no","label":"No","marks_failure":true}]}]}""";

    private EvalWorld(IngestFixture fixture, ChatServer server) => (Fixture, Server) = (fixture, server);

    public IngestFixture Fixture { get; }

    public ChatServer Server { get; }

    public WorkflowRef Workflow { get; private set; } = null!;

    public PersonAccess Lead { get; private set; } = null!;

    public PersonAccess Admin { get; private set; } = null!;

    public long LiveId { get; private set; }

    public long CandidateId { get; private set; }

    public long EndpointId { get; private set; }

    public EvaluationService Service => Fixture.Get<EvaluationService>();

    public EvalReader Reader => Fixture.Get<EvalReader>();

    public EvalItemReader ItemReader => Fixture.Get<EvalItemReader>();

    public EvaluationEvidence Evidence => Fixture.Get<EvaluationEvidence>();

    public EvalRunner Runner => Fixture.Get<EvalRunner>();

    /// <summary>Sends traffic with these inputs. The live output is "Answer to: …" unless the input has an output after a bar.</summary>
    public static async Task<EvalWorld> CreateAsync(
        string[] inputs,
        Action<EvaluationOptions>? options = null,
        Action<IServiceCollection>? configure = null
    )
    {
        var fixture = await IngestFixture.CreateAsync(
            null,
            services =>
            {
                services.Configure<EvaluationOptions>(o =>
                {
                    (o.PollMilliseconds, o.RetryMilliseconds) = (20, 10);
                    options?.Invoke(o);
                });
                services.Configure<OutboundOptions>(o => o.AllowedPrivateHosts.Add("127.0.0.1"));
                configure?.Invoke(services);
            }
        );
        var world = new EvalWorld(fixture, await ChatServer.StartAsync());
        await world.SendAsync([.. inputs.Select((input, n) => (input, n))]);
        await world.PrepareAsync();
        return world;
    }

    public static string Event(
        string trace,
        string task,
        string input,
        string output,
        string release,
        bool shadow = false,
        string extra = ""
    ) =>
        $$"""{"trace_id":"{{trace}}","task_type":"support","task_id":"{{task}}","model_version":"m","releas"""
        + $$"""e":"{{release}}","input":{{JsonSerializer.Serialize(input)}},"output":{{JsonSerializer.Serialize(output)}}"""
        + $$"""{{(shadow ? ",\"shadow\":true" : "")}}{{extra}}}""";

    public async Task<long> GoldAsync(string trace, string? expected = null, bool locked = true)
    {
        var rubric = await Fixture.Get<RubricService>().EnsureForWorkflowAsync(Workflow.Id);
        var interaction = await Fixture.QueryAsync(db => db.Interactions.Where(i => i.TraceId == trace).Select(i => i.Id).SingleAsync());
        var made = await Fixture
            .Get<GoldenCreation>()
            .CreateAsync(
                Lead,
                Workflow,
                interaction,
                rubric,
                new GoldenEdit(0, new Dictionary<string, string> { ["quality"] = "yes" }, expected, "")
            );
        Assert.True(made.Ok, made.Message);
        return await Fixture.QueryAsync(async db =>
        {
            var item = await db.GoldenItems.SingleAsync(g => g.InteractionId == interaction);
            item.IsLocked = locked;
            await db.SaveChangesAsync();
            return item.Id;
        });
    }

    public async Task SetAsync(string evaluators)
    {
        var sets = Fixture.Get<EvaluatorSetService>();
        var saved = await sets.SaveAsync(
            Lead,
            Workflow,
            (await sets.CurrentAsync(Workflow.Id))?.Number ?? 0,
            $$"""{"evaluators":[{{evaluators}}]}"""
        );
        Assert.True(saved.Ok, saved.Message + string.Join("; ", saved.Problems.Select(p => $"{p.Field} {p.Message}")));
    }

    public EvalRequest Ask(int sample = 0, int timeout = 2, int parallel = 4, int seed = 1) =>
        new(CandidateId, EvalSource.Endpoint)
        {
            EndpointId = EndpointId,
            SampleSize = sample,
            Seed = seed,
            Generation = new EvalGeneration { TimeoutSeconds = timeout, Parallel = parallel },
        };

    public EvalRequest File(params (string Trace, string Output)[] lines) =>
        new(CandidateId, EvalSource.File)
        {
            Outputs = string.Join('\n', lines.Select(l => JsonSerializer.Serialize(new { trace_id = l.Trace, output = l.Output }))),
            Seed = 1,
        };

    public async Task<long> StartAsync(EvalRequest request)
    {
        var started = await Service.StartAsync(Lead, Workflow, request);
        Assert.True(started.Ok, started.Message);
        return started.Value.RunId;
    }

    /// <summary>Starts a run and works on it until it ends.</summary>
    public async Task<EvalRunView> RunAsync(EvalRequest request)
    {
        var id = await StartAsync(request);
        while (await Runner.RunNextAsync()) { }

        return (await Reader.OpenAsync(Lead, id))!;
    }

    public async Task<IReadOnlyList<EvalItemView>> ItemsAsync(EvalRunView run)
    {
        var items = new List<EvalItemView>();
        for (var n = 1; await ItemReader.ItemAsync(run, n) is { } item; n++)
            items.Add(item);
        return items;
    }

    public async Task<PersonAccess> HireAsync(string name, Role role, long? tenantId = null)
    {
        var userId = await Fixture.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = name,
                DisplayName = name,
                Email = $"{name}@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            return user.Id;
        });
        return new PersonAccess(
            userId,
            name,
            [new Grant(role, tenantId ?? Workflow.TenantId, tenantId is null && role != Role.Admin ? Workflow.Id : null)]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Fixture.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task SendAsync((string Input, int N)[] inputs)
    {
        var lines = inputs.Select(i =>
            i.Input.Split('|') is [var input, var output]
                ? Event($"t{i.N}", $"k{i.N}", input, output, "live-1")
                : Event($"t{i.N}", $"k{i.N}", i.Input, $"Answer to: {i.Input}", "live-1")
        );
        var result = await Fixture.SendAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Equal(inputs.Length, result.Accepted);
    }

    private async Task PrepareAsync()
    {
        Workflow = await Fixture.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, null)).SingleAsync()
        );
        Lead = await HireAsync("mira", Role.Lead);
        Admin = await HireAsync("ada", Role.Admin);
        Assert.True((await Fixture.Get<RubricService>().ImportAsync(Workflow.Id, Rubric, "test", "")).Ok);
        (LiveId, CandidateId) = (await ReleaseAsync("live-1", live: true), await ReleaseAsync("next-2", live: false));
        var endpoints = Fixture.Get<EndpointService>();
        var made = await endpoints.CreateAsync(Admin, Workflow.TenantId, new EndpointEdit("main", Server.BaseUrl, "model-x", Secret));
        Assert.True(made.Ok, made.Message);
        EndpointId = (await endpoints.ListAsync(Admin)).Single().Id;
        await SetAsync("""{"key":"same","kind":"similarity","least":0.9},{"key":"pii","kind":"pii"}""");
    }

    private async Task<long> ReleaseAsync(string name, bool live) =>
        await Fixture.QueryAsync(async db =>
        {
            var prompt = new ComponentVersion
            {
                TenantId = Workflow.TenantId,
                WorkflowId = Workflow.Id,
                Kind = ComponentKind.Prompt,
                Name = "system",
                Version = name,
                Content = $"You are {name}.",
                ContentHash = new string(live ? 'a' : 'b', 64),
                Author = "test",
            };
            var release = new Release
            {
                TenantId = Workflow.TenantId,
                WorkflowId = Workflow.Id,
                Name = name,
                Author = "test",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            release.Components.Add(
                new ReleaseComponent
                {
                    Kind = ComponentKind.Prompt,
                    Name = "system",
                    ComponentVersion = prompt,
                    WorkflowId = Workflow.Id,
                }
            );
            db.Releases.Add(release);
            await db.SaveChangesAsync();
            if (!live)
                return release.Id;
            db.ReleaseTransitions.Add(
                new ReleaseTransition
                {
                    ReleaseId = release.Id,
                    Number = 1,
                    FromState = ReleaseState.Draft,
                    ToState = ReleaseState.Live,
                    At = DateTimeOffset.UnixEpoch,
                    Actor = "test",
                }
            );
            await db.SaveChangesAsync();
            (release.State, release.TransitionNumber, release.LiveSince) = (ReleaseState.Live, 1, DateTimeOffset.UnixEpoch);
            await db.SaveChangesAsync();
            return release.Id;
        });
}
