using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.OffPolicy;
using TriageConsole.Features.Workflows;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Labeling;
using TriageConsole.Tests.Outcomes;
using TriageConsole.Tests.Routing;

namespace TriageConsole.Tests.OffPolicy;

/// <summary>A workflow with a canary of v2 against v1 that started an hour ago, and its events.</summary>
internal sealed class PolicyWorld : IAsyncDisposable
{
    public const double ShareOfV1 = 0.7;
    public const double ShareOfV2 = 0.3;

    /// <summary>v2 where it is better, v1 where that is better.</summary>
    public const string Planted = """{"shares":{"v1":1},"segments":{"gold":{"v2":1}}}""";

    /// <summary>The mean outcome of <see cref="Planted"/> in <see cref="PlantAsync"/>: (0.8 + 0.6)/2.</summary>
    public const double TruthOfPlanted = 0.7;

    /// <summary>The mean of the log: (0.7·0.2 + 0.3·0.8 + 0.7·0.6 + 0.3·0.3)/2.</summary>
    public const double Logged = 0.445;

    private readonly ManualTime time = new();

    private PolicyWorld() { }

    public IngestFixture Fixture { get; private set; } = null!;

    public WorkflowRef Workflow { get; private set; } = null!;

    public Experiment Experiment { get; private set; } = null!;

    public OffPolicyService Service => Fixture.Get<OffPolicyService>();

    public static async Task<PolicyWorld> CreateAsync(ExperimentKind kind = ExperimentKind.Split)
    {
        var world = new PolicyWorld();
        world.Fixture = await IngestFixture.CreateAsync(world.time);
        // The first event creates the workflow. It is older than the experiment.
        await world.SendAsync([world.Line("first", "v1", 0.7, "gold", 1, minutes: -120)]);
        await using var db = world.Fixture.Database.CreateContext();
        var workflow = await db.Workflows.SingleAsync();
        (workflow.Configured, workflow.OutcomeMetric) = (true, "resolved");
        await db.SaveChangesAsync();
        var (live, candidate) = (
            await RoutingRows.AddReleaseAsync(db, workflow, "v1"),
            await RoutingRows.AddReleaseAsync(db, workflow, "v2")
        );
        await RoutingRows.PromoteAsync(db, null, live);
        world.Experiment = await RoutingRows.StartAsync(
            db,
            kind,
            live,
            ShareOfV1,
            candidate,
            ShareOfV2,
            world.time.GetUtcNow().AddMinutes(-62)
        );
        world.Workflow = await DashboardData.WorkflowAsync(world.Fixture, "support");
        return world;
    }

    /// <summary>
    /// 500 units per segment, divided exactly as the shares say. Rates: gold 0.2 with v1 and 0.8 with v2, basic 0.6 and 0.3.
    /// </summary>
    public Task PlantAsync() =>
        SendAsync([
            .. Cell("gold", "v1", 350, 70),
            .. Cell("gold", "v2", 150, 120),
            .. Cell("basic", "v1", 350, 210),
            .. Cell("basic", "v2", 150, 45),
        ]);

    /// <summary>Units of one release in one segment, the first of them with outcome 1.</summary>
    public IEnumerable<string> Cell(string segment, string release, int units, int ones, string name = "u") =>
        Enumerable
            .Range(0, units)
            .Select(n =>
                Line($"{name}-{segment}-{release}-{n}", release, release == "v1" ? ShareOfV1 : ShareOfV2, segment, n < ones ? 1 : 0, n)
            );

    /// <summary>One interaction; its task is its trace by default.</summary>
    public string Line(
        string trace,
        string release,
        double? propensity,
        string segment,
        double? outcome,
        int number = 0,
        int? minutes = null,
        string? task = null,
        string extra = ""
    )
    {
        var at = time.GetUtcNow().AddMinutes(minutes ?? (-55 + (number % 50)));
        var measured = outcome is { } value
            ? string.Create(CultureInfo.InvariantCulture, $",\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":{value}")
            : "";
        var chance = propensity is { } p ? string.Create(CultureInfo.InvariantCulture, $",\"propensity\":{p}") : "";
        return $$"""{"trace_id":"{{trace}}","task_type":"support","task_id":"{{task ?? trace}}","model_version":"m","segme"""
            + $$"""nt":"{{segment}}","release":"{{release}}","timestamp":"{{at:O}}","input":"q","output":"a"{{measured}}"""
            + $$"""{{chance}}{{extra}}}""";
    }

    public async Task SendAsync(IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        var result = await Fixture.SendAsync(all);
        Assert.Equal(all.Length, result.Accepted);
    }

    public Task<Result<PolicyEstimate>> TryAsync(string policy, Role role = Role.Lead) =>
        Service.EstimateAsync(DashboardData.Person(role, Workflow.TenantId), Workflow, null, CandidatePolicy.Parse(policy).Value);

    public async Task<PolicyEstimate> EstimateAsync(string policy, Role role = Role.Lead) => (await TryAsync(policy, role)).Value;

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();
}
