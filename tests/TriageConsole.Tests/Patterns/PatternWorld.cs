using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Patterns;

/// <summary>The services with a database and a clock of the test, and a lead of the one workflow.</summary>
internal sealed class PatternWorld : IAsyncDisposable
{
    public const string Key = "support";

    /// <summary>The start of a window.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private int sent;

    private PatternWorld(IngestFixture services, StoppedClock clock) => (Services, Clock) = (services, clock);

    public IngestFixture Services { get; }

    public StoppedClock Clock { get; }

    public static async Task<PatternWorld> CreateAsync()
    {
        var clock = new StoppedClock(Noon);
        return new PatternWorld(await IngestFixture.CreateAsync(clock), clock);
    }

    /// <summary>Sends interactions at one time, the first ones with a thumbs down.</summary>
    public async Task SendAsync(DateTimeOffset at, int events, int failing, string country = "FR", string extra = "")
    {
        var when = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        const string thumbsDown = ""","feedback":[{"feedback_type":"explicit","name":"thumbs_down","value":true}]""";
        var lines = Enumerable
            .Range(0, events)
            .Select(n =>
                $$"""{"trace_id":"t{{++sent}}","task_type":"{{Key}}","task_id":"k{{sent}}","model_version":"v1","timestam"""
                + $$"""p":"{{when}}","country":"{{country}}","input":"Where is my refund?","output":"On its w"""
                + $$"""ay."{{(n < failing ? thumbsDown : "")}}{{extra}}}"""
            );
        var result = await Services.SendAsync([.. lines]);
        Assert.Equal(events, result.Accepted);
    }

    public async Task<WorkflowRef> WorkflowAsync() =>
        await Services.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
                .SingleAsync()
        );

    /// <summary>A lead of the workflow who is also in the database.</summary>
    public async Task<PersonAccess> LeadAsync(string name = "Mira")
    {
        var workflow = await WorkflowAsync();
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
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = user.Id,
                    Role = Role.Lead,
                    TenantId = workflow.TenantId,
                    WorkflowId = workflow.Id,
                    GrantedAt = Noon,
                    GrantedBy = "test",
                }
            );
            await db.SaveChangesAsync();
            return user.Id;
        });
        return new PersonAccess(id, name, [new Grant(Role.Lead, workflow.TenantId, workflow.Id)]);
    }

    /// <summary>A workflow with one current pattern that has 40 failures, and its lead.</summary>
    public async Task<(WorkflowRef Workflow, PersonAccess Lead, long Id)> PlantAsync()
    {
        await SendAsync(Noon, 1, 0);
        var workflow = await WorkflowAsync();
        var id = await Services.QueryAsync(async db =>
        {
            var pattern = new FailurePattern
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                TermsHash = "h",
                Terms = "[]",
                Name = "country = DE",
                IsCurrent = true,
                Interactions = 100,
                Failures = 40,
                FirstSeenAt = Noon,
                LastSeenAt = Noon,
            };
            db.FailurePatterns.Add(pattern);
            await db.SaveChangesAsync();
            return pattern.Id;
        });
        return (workflow, await LeadAsync(), id);
    }

    /// <summary>Closes ended windows, as the job does.</summary>
    public async Task CloseAsync()
    {
        var closer = Services.Get<WindowCloser>();
        while (await closer.CloseDueAsync() > 0) { }
    }

    public Task<List<FailureWindow>> WindowsAsync() =>
        Services.QueryAsync(db => db.FailureWindows.AsNoTracking().OrderBy(w => w.Start).ToListAsync());

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
