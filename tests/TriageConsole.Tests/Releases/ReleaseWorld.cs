using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Patterns;

namespace TriageConsole.Tests.Releases;

/// <summary>
/// The services with a database and a clock of the test: one workflow with a yes/no outcome, its lead and its approvers.
/// </summary>
internal sealed class ReleaseWorld : IAsyncDisposable
{
    public const string Key = "support";

    /// <summary>The start of a window.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private int sent;

    private ReleaseWorld(IngestFixture services, StoppedClock clock) => (Services, Clock) = (services, clock);

    public IngestFixture Services { get; }

    public StoppedClock Clock { get; }

    public WorkflowRef Workflow { get; private set; } = null!;

    public PersonAccess Lead { get; private set; } = null!;

    public PersonAccess Approver { get; private set; } = null!;

    public PersonAccess Second { get; private set; } = null!;

    public PromotionService Promotion => Services.Get<PromotionService>();

    public RollbackService Rollback => Services.Get<RollbackService>();

    public ExperimentService Experiments => Services.Get<ExperimentService>();

    /// <param name="policy">
    /// Changes the gate settings. By default, no evaluation and none of the guardrails that this traffic does not report.
    /// </param>
    /// <param name="services">Registrations that replace the defaults.</param>
    public static async Task<ReleaseWorld> CreateAsync(
        Action<ReleasePolicyForm>? policy = null,
        Action<IServiceCollection>? services = null
    )
    {
        var clock = new StoppedClock(Noon.AddDays(-2));
        var world = new ReleaseWorld(await IngestFixture.CreateAsync(clock, services), clock);
        await world.SendAsync("old", 1, 1, Noon.AddDays(-2));
        world.Workflow = await world.Services.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
                .SingleAsync()
        );
        await world.Services.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.Configured, true).SetProperty(w => w.OutcomeMetric, "resolved"))
        );
        world.Lead = await world.PersonAsync("Lea", Role.Lead);
        world.Approver = await world.PersonAsync("Aron", Role.Approver);
        world.Second = await world.PersonAsync("Bela", Role.Approver);
        var form = new ReleasePolicyForm
        {
            NeedsEvaluation = false,
            SafetyPoints = null,
            EscalationPoints = null,
            LatencyPercent = null,
            CostPercent = null,
        };
        policy?.Invoke(form);
        var result = await world.Services.Get<ReleasePolicyService>().SaveAsync(world.Lead, world.Workflow, form);
        Assert.True(result.Ok, string.Join(' ', result.Problems));
        return world;
    }

    public async Task<PersonAccess> PersonAsync(string name, params Role[] roles)
    {
        var id = await Services.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = name,
                DisplayName = name,
                Email = $"{name}@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            db.RoleGrants.AddRange(
                roles.Select(r => new RoleGrant
                {
                    UserId = user.Id,
                    Role = r,
                    TenantId = Workflow.TenantId,
                    WorkflowId = Workflow.Id,
                    GrantedAt = Noon,
                    GrantedBy = "test",
                })
            );
            await db.SaveChangesAsync();
            return user.Id;
        });
        return new PersonAccess(id, name, [.. roles.Select(r => new Grant(r, Workflow.TenantId, Workflow.Id))]);
    }

    /// <summary>A draft with its own prompt.</summary>
    public async Task<Release> DraftAsync(string name, string? basedOn = null)
    {
        var result = await Services
            .Get<ReleaseWriter>()
            .CreateAsync(
                Lead,
                Workflow,
                new NewRelease(name, "", basedOn, [new ComponentRegistration("prompt", "system", name, $"Be {name}.")])
            );
        Assert.True(result.Ok, result.Message);
        return await ReleaseAsync(name);
    }

    /// <summary>A live release, promoted with an override.</summary>
    public async Task<Release> LiveAsync(string name)
    {
        var draft = await DraftAsync(name);
        var result = await PromoteAsync(draft, Approver, "the first");
        Assert.True(result.Ok, result.Message);
        return await ReleaseAsync(name);
    }

    /// <summary>A draft that gets a share of the traffic in an experiment.</summary>
    public async Task<Release> CanaryAsync(string name, double share = 0.5, ExperimentKind kind = ExperimentKind.Split)
    {
        var draft = await DraftAsync(name);
        var result = await Experiments.StartAsync(Approver, Workflow, kind, [new CandidateShare(draft.Id, share)]);
        Assert.True(result.Ok, result.Message);
        return await ReleaseAsync(name);
    }

    public Task<Release> ReleaseAsync(string name) =>
        Services.QueryAsync(db => db.Releases.AsNoTracking().SingleAsync(r => r.Name == name));

    public async Task<ReleaseState> StateAsync(string name) => (await ReleaseAsync(name)).State;

    /// <summary>Promotes with the current state of the release and of live, as the page does.</summary>
    public async Task<Result<long>> PromoteAsync(Release release, PersonAccess? by = null, string? because = null) =>
        await Promotion.PromoteAsync(
            by ?? Approver,
            Workflow,
            new PromoteRequest(release.Id, (await ReleaseAsync(release.Name)).RowVersion, await LiveIdAsync(), because)
        );

    public async Task<Result<long>> RollBackAsync(string name, PersonAccess? by = null, string? because = null)
    {
        var release = await ReleaseAsync(name);
        return await Rollback.RollBackAsync(by ?? Approver, Workflow, release.Id, release.RowVersion, because);
    }

    public Task<long?> LiveIdAsync() =>
        Services.QueryAsync(db => db.Releases.Where(r => r.State == ReleaseState.Live).Select(r => (long?)r.Id).SingleOrDefaultAsync());

    public Task<string?> LiveNameAsync() =>
        Services.QueryAsync(db => db.Releases.Where(r => r.State == ReleaseState.Live).Select(r => r.Name).SingleOrDefaultAsync());

    /// <summary>
    /// Sends interactions of a release at a time (default: now), the first ones resolved. <paramref name="extra"/> is added to each event.
    /// </summary>
    public async Task SendAsync(
        string release,
        int events,
        int resolved,
        DateTimeOffset? at = null,
        string extra = "",
        bool measured = true
    )
    {
        var when = (at ?? Clock.Now).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var lines = Enumerable
            .Range(0, events)
            .Select(n =>
            {
                var outcome = measured ? $$""","outcome_metric_name":"resolved","outcome_metric_value":{{(n < resolved ? 1 : 0)}}""" : "";
                return $$"""{"trace_id":"t{{++sent}}","task_type":"{{Key}}","task_id":"k{{sent}}","model_version":"m1","releas"""
                    + $$"""e":"{{release}}","timestamp":"{{when}}","input":"Where is my refund?","output":"On its """
                    + $$"""way."{{outcome}}{{extra}}}""";
            });
        var result = await Services.SendAsync([.. lines]);
        Assert.Equal(events, result.Accepted);
    }

    /// <summary>
    /// Sends windows of traffic and evaluates after each. Per arm: release, interactions, resolved ones, extra fields of each event, and
    /// whether outcomes are sent.
    /// </summary>
    public async Task TrafficAsync(int windows, params (string Release, int Events, int Resolved, string Extra, bool Measured)[] arms)
    {
        for (var window = 0; window < windows; window++)
        {
            Clock.Now = Clock.Now.AddMinutes(5);
            foreach (var arm in arms)
                await SendAsync(arm.Release, arm.Events, arm.Resolved, extra: arm.Extra, measured: arm.Measured);
            if (window == windows - 1 || window % 4 == 3)
                await LookAsync();
        }
    }

    /// <summary>Evaluates gates and monitoring once, as the job does.</summary>
    public Task LookAsync() => Services.Get<ReleaseGuard>().LookAsync(Workflow.Id);

    public async Task<ReleaseRow> RowAsync(string name) =>
        (await Services.Get<ReleaseReader>().ListAsync(Approver, Workflow)).Releases.Single(r => r.Name == name);

    public async Task<IReadOnlyList<TransitionRow>> HistoryAsync(string name) =>
        (await Services.Get<ReleaseDetailReader>().ReadAsync(Approver, Workflow, (await ReleaseAsync(name)).Id))!.History;

    public Task<List<string>> NoticesAsync(PersonAccess of) =>
        Services.QueryAsync(db => db.Notices.Where(n => n.UserId == of.UserId).OrderBy(n => n.Id).Select(n => n.Text).ToListAsync());

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
