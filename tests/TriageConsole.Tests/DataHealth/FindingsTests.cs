using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Notices;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.DataHealth;

/// <summary>Findings in whole data sets, their end and return, their notices, and who can list them.</summary>
public sealed class FindingsTests : FindingsTestBase
{
    [Fact]
    public async Task Look_AtRealConversations_FindsServedModelAndMixedMetricAndNothingFromEstimatedTimes()
    {
        await World.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        var ids = await World.QueryAsync(db => db.Workflows.OrderBy(w => w.Key).Select(w => w.Id).ToListAsync());
        foreach (var id in ids)
            await World.Get<FindingsService>().LookAsync(id);
        var all = await World.QueryAsync(db => db.Findings.OrderBy(f => f.Id).ToListAsync());
        foreach (var f in all)
            TestContext.Current.SendDiagnosticMessage($"{f.WorkflowId} {f.Kind} {f.Level} {f.Explanation}");

        var served = Assert.Single(all, f => f.Kind == FindingKind.ServedModel);
        Assert.Equal(("pr.community.adaptive-agent.airline", FindingLevel.Alert), (served.Subject, served.Level));
        Assert.Contains(
            "25 of 33 interactions were served by another model (deepseek-chat 24, claude-sonnet-4-6 1); declared is claude-opus-4-6.",
            served.Explanation,
            StringComparison.Ordinal
        );
        var mixed = Assert.Single(all, f => f.Kind == FindingKind.MixedMetrics);
        Assert.Contains("resolution_composite (84 interactions, of grok-3@unspecified)", mixed.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain(all, f => f.Kind is FindingKind.LostField);

        // With only estimated times, as in most of the file, there are no findings over time.
        await World.QueryAsync(db => db.Findings.ExecuteDeleteAsync());
        await World.QueryAsync(db => db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.TimeIsReal, false)));
        await World.QueryAsync(db => db.Slices.ExecuteUpdateAsync(s => s.SetProperty(i => i.TimeIsReal, false)));
        foreach (var id in ids)
            await World.Get<FindingsService>().LookAsync(id);
        Assert.All(
            await World.QueryAsync(db => db.Findings.ToListAsync()),
            f => Assert.True(f.Kind is FindingKind.ServedModel or FindingKind.MixedMetrics, f.Explanation)
        );
    }

    [Fact]
    public async Task Look_AtThirtyQuietWorkflows_FindsNothing()
    {
        for (var w = 0; w < 30; w++)
            await World.SendAsync([
                .. Lines(
                    1000,
                    (n, r) =>
                        $"\"country\":\"{"DE US FR".Split(' ')[r.Next(3)]}\","
                        + $"\"segment\":\"{(r.NextDouble() < 0.2 ? "gold" : "free")}\","
                        + $"\"client_latency_ms\":{r.Next(100, 5000)},\"outcome_metric_name\":\"resolved\","
                        + $"\"outcome_metric_value\":{(r.NextDouble() < 0.7 ? 1 : 0)},"
                        + $"\"feedback\":[{{\"feedback_type\":\"explicit\",\"name\":\"rating\","
                        + $"\"value\":{r.Next(1, 6)}}}],"
                        + $"\"metadata\":{{\"channel\":\"{(r.NextDouble() < 0.5 ? "web" : "app")}\","
                        + $"\"turns\":{r.Next(1, 40)}}}",
                    $"quiet{w}",
                    seed: w
                ),
            ]);
        foreach (var id in await World.QueryAsync(db => db.Workflows.Select(w => w.Id).ToListAsync()))
            await World.Get<FindingsService>().LookAsync(id);
        Assert.Empty(await World.QueryAsync(db => db.Findings.Select(f => f.Explanation).ToListAsync()));
    }

    [Fact]
    public async Task Finding_ThatEnds_IsNoLongerCurrent_AndCanReturn()
    {
        static string With(int n) => n < 600 || n is >= 800 and < 2000 ? "\"segment\":\"gold\"" : "\"country\":\"DE\"";
        var lines = Lines(2800, (n, _) => With(n));
        await FindAsync(lines[..800]);
        var first = await OnlyAsync();
        Assert.Equal((true, "segment"), (first.IsCurrent, first.Subject));
        await FindAsync(lines[800..2000]);
        Assert.False((await OnlyAsync()).IsCurrent);
        await FindAsync(lines[2000..]);
        var again = await OnlyAsync();
        Assert.True(again.IsCurrent && again.FoundAt > first.FoundAt && again.Id == first.Id);

        Task<Finding> OnlyAsync() => World.QueryAsync(db => db.Findings.SingleAsync(f => f.Subject == "segment"));
    }

    [Fact]
    public async Task Alarm_IsSentToTheLeadsOnce_EvenIfFoundOften()
    {
        await SendAsync(Lines(800, (n, _) => n < 600 ? "\"segment\":\"gold\"" : ""));
        var workflow = await World.QueryAsync(db => db.Workflows.SingleAsync());
        var lead = await World.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = "mira",
                DisplayName = "Mira",
                Email = "mira@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = user.Id,
                    Role = Role.Lead,
                    TenantId = workflow.TenantId,
                    GrantedAt = Now,
                    GrantedBy = "test",
                }
            );
            await db.SaveChangesAsync();
            return user.Id;
        });
        // One instance checks one workflow at a time, so several instances do it at once.
        var instances = Enumerable.Range(0, 4).Select(_ => World.Sibling()).ToList();
        await Task.WhenAll(instances.Select(i => i.Get<FindingsService>().LookAsync(workflow.Id)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        await World.Get<FindingsService>().LookAsync(workflow.Id);
        Assert.Equal(1, await World.QueryAsync(db => db.Findings.CountAsync()));
        var notice = Assert.Single(await World.Get<NoticeService>().UnreadAsync(lead));
        Assert.Equal("health?workflow=support&tenant=default", notice.Link);

        // Arrived long ago: no notice is sent.
        await World.QueryAsync(db => db.Notices.ExecuteDeleteAsync());
        await World.QueryAsync(db => db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.ReceivedAt, Now.AddDays(-3))));
        await World.Get<FindingsService>().LookAsync(workflow.Id);
        Assert.Empty(await World.Get<NoticeService>().UnreadAsync(lead));
    }

    [Fact]
    public async Task List_OfAnotherTenant_DoesNotFindTheWorkflow()
    {
        await FindAsync(Lines(800, (n, _) => n < 600 ? "\"segment\":\"gold\"" : ""));
        var (own, other) = await World.QueryAsync(async db =>
        {
            db.Tenants.Add(
                new Tenant
                {
                    Key = "other",
                    Name = "other",
                    CreatedAt = Now,
                }
            );
            await db.SaveChangesAsync();
            return (
                await db.Tenants.Where(t => t.Key == "default").Select(t => t.Id).SingleAsync(),
                await db.Tenants.Where(t => t.Key == "other").Select(t => t.Id).SingleAsync()
            );
        });
        Assert.Null(await World.Get<FindingsService>().ListAsync(new ApiCaller(other, "other", "k"), "support", all: true));
        var report = Assert.Single(
            (await World.Get<FindingsService>().ListAsync(new ApiCaller(own, "default", "k"), "support", all: false))!
        );
        Assert.Equal(("lost_field", "alert", true), (report.Kind, report.Level, report.Current));
        var stranger = new PersonAccess(1, "Stranger", [new Grant(Role.Lead, other, null)]);
        Assert.Empty(await World.Get<WorkflowHealthService>().ListAsync(stranger, null, null));
        Assert.Empty(await World.Get<WorkflowHealthService>().AlarmsAsync(stranger));
        var lead = new PersonAccess(1, "Lead", [new Grant(Role.Lead, own, null)]);
        var health = Assert.Single(await World.Get<WorkflowHealthService>().ListAsync(lead, "support", "default"));
        Assert.Equal((800, 0.75), (health.Looked, health.Fields.Single(f => f.Field == "segment").Share));
        Assert.Equal(1, Assert.Single(await World.Get<WorkflowHealthService>().AlarmsAsync(lead)).Alarms);
    }

    [Fact]
    public async Task Look_AtEdgeCases_FindsNothingAndDoesNotFail()
    {
        // No outcomes, ten thousand different values, one value per row, times up to a day ahead; and a workflow without events.
        Assert.Empty(
            await FindAsync(
                Lines(
                    10_000,
                    (n, r) => $"\"user_id\":\"u{n}\",\"metadata\":{{\"word\":\"w{n}\",\"half\":\"h{n / 2}\",\"number\":{n}}}",
                    ahead: TimeSpan.FromHours(23)
                )
            )
        );
        // All successes.
        Assert.Empty(
            await FindAsync(Lines(600, (_, _) => "\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":1", "happy"), "happy")
        );
        // One event.
        Assert.Empty(await FindAsync(Lines(1, (_, _) => "", "single"), "single"));
        await World.QueryAsync(async db =>
        {
            db.Workflows.Add(
                new Workflow
                {
                    TenantId = await db.Tenants.Select(t => t.Id).FirstAsync(),
                    Key = "empty",
                    Name = "empty",
                    CreatedAt = Now,
                }
            );
            return await db.SaveChangesAsync();
        });
        await World
            .Get<FindingsService>()
            .LookAsync(await World.QueryAsync(db => db.Workflows.Where(w => w.Key == "empty").Select(w => w.Id).SingleAsync()));
    }
}
