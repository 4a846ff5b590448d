using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Browser.Tests;

/// <summary>The real app with a workflow with releases: answers-1 is live, answers-2 is a candidate.</summary>
internal sealed class ReleaseFixture : IAsyncDisposable
{
    public const string Page = "/releases/support.chat?tenant=acme";

    private int sent;

    private ReleaseFixture(TestApp app) => App = app;

    public TestApp App { get; }

    public WorkflowRef Workflow { get; private set; } = null!;

    /// <summary>A lead and approver without an open page, who acts through the services.</summary>
    public PersonAccess Elsewhere { get; private set; } = null!;

    /// <summary>Adds traffic that names answers-0. No release is registered.</summary>
    public static async Task<ReleaseFixture> StartAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var stage = new ReleaseFixture(await TestApp.StartAsync(configure));
        var tenant = await stage.App.EnsureTenantAsync("acme");
        await stage.SendAsync("answers-0", 20, 10);
        await using var db = stage.App.Database.CreateContext();
        await db.Workflows.ExecuteUpdateAsync(s =>
            s.SetProperty(w => w.Configured, true)
                .SetProperty(w => w.OutcomeMetric, "resolved")
                .SetProperty(w => w.OutcomeUnit, "case")
                .SetProperty(w => w.OutcomeDirection, OutcomeDirection.HigherIsBetter)
        );
        stage.Workflow = await db
            .Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, "acme", w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
            .SingleAsync();
        Grant[] grants = [new(Role.Approver, tenant, null), new(Role.Lead, tenant, null)];
        var (id, _) = await stage.App.CreatePersonAsync(grants);
        stage.Elsewhere = new PersonAccess(id, "Elsa Elsewhere", grants);
        var result = await stage
            .App.Get<ReleasePolicyService>()
            .SaveAsync(
                stage.Elsewhere,
                stage.Workflow,
                new ReleasePolicyForm
                {
                    NeedsEvaluation = false,
                    SafetyPoints = null,
                    EscalationPoints = null,
                    LatencyPercent = null,
                    CostPercent = null,
                }
            );
        Assert.True(result.Ok, string.Join(' ', result.Problems));
        return stage;
    }

    /// <summary>Makes answers-1 live.</summary>
    public static async Task<ReleaseFixture> WithLiveAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var stage = await StartAsync(configure);
        await stage.DraftAsync("answers-1", "Answer.\nQuote the order.\nBe kind.");
        Done(await stage.PromoteAsync("answers-1", "the first"));
        return stage;
    }

    /// <summary>Makes answers-2 a canary that passes all gates.</summary>
    public static async Task<ReleaseFixture> WithReadyAsync()
    {
        var stage = await WithLiveAsync();
        await stage.CanaryAsync("answers-2");
        await stage.SendAsync("answers-1", 300, 150);
        await stage.SendAsync("answers-2", 300, 270);
        await stage.App.Get<ReleaseGuard>().LookAsync(stage.Workflow.Id);
        return stage;
    }

    /// <summary>
    /// Makes answers-2 a canary whose outcome is worse, in a workflow that tolerates the loss: the guardrail does not roll it back.
    /// </summary>
    public static async Task<ReleaseFixture> WithFailingAsync()
    {
        var stage = await WithLiveAsync();
        await using (var db = stage.App.Database.CreateContext())
            await db.ReleasePolicies.ExecuteUpdateAsync(s => s.SetProperty(p => p.ToleratedLoss, 0.9));
        await stage.CanaryAsync("answers-2");
        await stage.SendAsync("answers-1", 300, 270);
        await stage.SendAsync("answers-2", 300, 120);
        await stage.App.Get<ReleaseGuard>().LookAsync(stage.Workflow.Id);
        return stage;
    }

    public async Task DraftAsync(string name, string content = "Answer.\nQuote the order and the day.\nBe kind.") =>
        Done(
            await App.Get<ReleaseWriter>()
                .CreateAsync(
                    Elsewhere,
                    Workflow,
                    new NewRelease(
                        name,
                        "",
                        null,
                        [
                            new ComponentRegistration("prompt", "answer", name, content),
                            new ComponentRegistration("model", "gpt", "2026-05", Reference: "models/gpt"),
                        ]
                    )
                )
        );

    public async Task CanaryAsync(string name)
    {
        await DraftAsync(name);
        Done(
            await App.Get<ExperimentService>()
                .StartAsync(Elsewhere, Workflow, ExperimentKind.Split, [new CandidateShare((await ReleaseAsync(name)).Id, 0.5)])
        );
    }

    public async Task<Result<long>> PromoteAsync(string name, string? because = null)
    {
        await using var db = App.Database.CreateContext();
        var live = await db.Releases.Where(r => r.State == ReleaseState.Live).Select(r => (long?)r.Id).SingleOrDefaultAsync();
        var release = await ReleaseAsync(name);
        return await App.Get<PromotionService>()
            .PromoteAsync(Elsewhere, Workflow, new PromoteRequest(release.Id, release.RowVersion, live, because));
    }

    public async Task<Release> ReleaseAsync(string name)
    {
        await using var db = App.Database.CreateContext();
        return await db.Releases.AsNoTracking().SingleAsync(r => r.Name == name);
    }

    /// <summary>Sends interactions of a release, by default recent ones. The first <paramref name="resolved"/> are resolved.</summary>
    public async Task SendAsync(string release, int events, int resolved, DateTimeOffset? at = null)
    {
        var time = at ?? TimeProvider.System.GetUtcNow();
        var lines = Enumerable
            .Range(0, events)
            .Select(n =>
                $$"""{"trace_id":"t{{++sent}}","task_type":"support.chat","task_id":"k{{sent}}","model_version":"m1","promp"""
                + $$"""t_version":"p1","release":"{{release}}","timestamp":"{{time:O}}","input":"W"""
                + $$"""here is my refund?","output":"On its """
                + $$"""way.","outcome_metric_name":"resolved","outcome_metric_value":{{(n < resolved ? 1 : 0)}}}"""
            );
        await App.Get<IngestService>()
            .AcceptAsync(
                new IngestSource(await App.EnsureTenantAsync("acme"), "acme"),
                new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))
            );
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static void Done(Result result) => Assert.True(result.Ok, result.Message);
}
