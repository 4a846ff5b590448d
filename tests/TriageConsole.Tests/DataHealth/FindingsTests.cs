using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Notices;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.DataHealth;

public sealed class FindingsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private IngestFixture world = null!;

    public async ValueTask InitializeAsync() => world = await IngestFixture.CreateAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Look_AtRealConversations_FindsServedModelAndMixedMetricAndNothingFromEstimatedTimes()
    {
        await world.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        var ids = await world.QueryAsync(db => db.Workflows.OrderBy(w => w.Key).Select(w => w.Id).ToListAsync());
        foreach (var id in ids)
            await world.Get<FindingsService>().LookAsync(id);
        var all = await world.QueryAsync(db => db.Findings.OrderBy(f => f.Id).ToListAsync());
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
        await world.QueryAsync(db => db.Findings.ExecuteDeleteAsync());
        await world.QueryAsync(db => db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.TimeIsReal, false)));
        await world.QueryAsync(db => db.Slices.ExecuteUpdateAsync(s => s.SetProperty(i => i.TimeIsReal, false)));
        foreach (var id in ids)
            await world.Get<FindingsService>().LookAsync(id);
        Assert.All(
            await world.QueryAsync(db => db.Findings.ToListAsync()),
            f => Assert.True(f.Kind is FindingKind.ServedModel or FindingKind.MixedMetrics, f.Explanation)
        );
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", true)]
    [InlineData("azure/gpt-4o-2024-11-20", "gpt-4o", true)]
    [InlineData("ft:gpt-4.1-2025-04-14:sierra:tau2:Bz", "gpt-4.1", true)]
    [InlineData("gpt-4.1-ft-tau2-full-sft", "gpt-4.1-2025-04-14", true)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5", true)]
    [InlineData("qwen2.5", "ollama_chat/qwen2.5:7b", true)]
    [InlineData("gpt-4.1", "gpt-4.1-mini-2025-04-14", false)]
    [InlineData("gpt-4", "gpt-4o", false)]
    [InlineData("gpt-4", "gpt-4.1", false)]
    [InlineData("gpt-4", "gpt-4-0613", true)]
    [InlineData("claude-sonnet-4", "claude-sonnet-4-5", false)]
    [InlineData("claude-opus-4-6", "deepseek-chat", false)]
    [InlineData("", "gpt-4o", false)]
    public void Same_OfTwoNames_IsTrueOnlyForTheSameModel(string declared, string served, bool same) =>
        Assert.Equal((same, same), (ModelNames.Same(declared, served), ModelNames.Same(served, declared)));

    [Fact]
    public async Task ServedModel_WithAProductName_IsNotCompared()
    {
        var found = await FindAsync(Lines(200, (n, _) => "\"model_id\":\"house-agent\",\"served_model\":\"gpt-4o\""));
        Assert.Empty(found);
    }

    [Fact]
    public async Task ServedModel_OfAFewPercent_IsOnlyANotice()
    {
        var found = await FindAsync(
            Lines(200, (n, _) => $"\"model_id\":\"gpt-4o\",\"served_model\":\"{(n % 10 == 0 ? "gpt-4o-mini" : "gpt-4o-2024-11-20")}\"")
        );
        Assert.Equal((FindingKind.ServedModel, FindingLevel.Notice), (Assert.Single(found).Kind, found[0].Level));
    }

    [Fact]
    public async Task LostFieldAndChangedType_AreFoundByArrival()
    {
        var found = await FindAsync(
            Lines(
                800,
                (n, _) =>
                    (n < 560 ? "\"segment\":\"gold\"," : "")
                    + $"\"metadata\":{{\"plan\":{(n < 560 ? (n % 7).ToString(CultureInfo.InvariantCulture) : "\"basic\"")}"
                    + $",\"chatty\":\"{(n % 3 == 0 ? "x" : "y")}\"}}"
            )
        );
        Assert.Equal(
            [("plan", FindingLevel.Alert), ("segment", FindingLevel.Alert)],
            found.Where(f => f.Kind == FindingKind.LostField).Select(f => (f.Subject, f.Level)).Order()
        );
        Assert.Contains("from a number to a word", found.Single(f => f.Subject == "plan").Explanation, StringComparison.Ordinal);
        Assert.Contains(
            "93.3 % of 600 interactions had it, 0 % of the latest 200 have it",
            found.Single(f => f.Subject == "segment").Explanation,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task LostField_ThatTheNextSenderOfAnImportNeverHad_IsNotFound() =>
        Assert.Empty(
            await FindAsync(
                Lines(800, (n, _) => $"\"deployment_id\":\"{(n < 600 ? "a" : "b")}\"" + (n < 600 ? ",\"segment\":\"gold\"" : ""))
            )
        );

    [Fact]
    public async Task Drift_Planted_IsFound_AndAttributesOfAReleaseAreNot()
    {
        var found = await FindAsync(
            Lines(
                2000,
                (n, r) =>
                    $"\"country\":\"{(r.NextDouble() < (n < 1500 ? 0.1 : 0.5) ? "DE" : "US")}\","
                    + $"\"prompt_version\":\"{(n < 1300 ? "p1" : "p2")}\","
                    + $"\"metadata\":{{\"temper\":\"{(n < 1300 ? "warm" : "cold")}\",\"seq\":{n},"
                    + $"\"depth\":{r.Next(1, 100)}}}"
            )
        );
        var drift = Assert.Single(found);
        Assert.Equal((FindingKind.AttributeDrift, "country", FindingLevel.Alert), (drift.Kind, drift.Subject, drift.Level));
    }

    [Fact]
    public async Task Drift_WithEstimatedTimes_IsNeverFound() =>
        Assert.Empty(
            await FindAsync(
                Lines(2000, (n, r) => $"\"country\":\"{(n < 1500 ? "DE" : "US")}\",\"metadata\":{{\"timestamp_source\":\"synthetic\"}}")
            )
        );

    [Fact]
    public async Task Look_AtThirtyQuietWorkflows_FindsNothing()
    {
        for (var w = 0; w < 30; w++)
            await world.SendAsync([
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
        foreach (var id in await world.QueryAsync(db => db.Workflows.Select(w => w.Id).ToListAsync()))
            await world.Get<FindingsService>().LookAsync(id);
        Assert.Empty(await world.QueryAsync(db => db.Findings.Select(f => f.Explanation).ToListAsync()));
    }

    [Theory]
    [InlineData("resolved", 0.8, 0.4, "worse", FindingLevel.Alert)]
    [InlineData("resolved", 0.4, 0.8, "better", FindingLevel.Notice)]
    [InlineData("complaints", 0.4, 0.8, "worse (lower is better)", FindingLevel.Alert)]
    [InlineData("complaints", 0.8, 0.4, "better (lower is better)", FindingLevel.Notice)]
    public async Task OutcomeShift_Planted_IsFoundWithItsDirection(
        string metric,
        double before,
        double after,
        string words,
        FindingLevel level
    )
    {
        var found = await FindAsync(
            Lines(
                2000,
                (n, r) =>
                    $"\"outcome_metric_name\":\"{metric}\","
                    + $"\"outcome_metric_value\":{(r.NextDouble() < (n < 1400 ? before : after) ? 1 : 0)}"
            )
        );
        var shift = Assert.Single(found, f => f.Kind == FindingKind.OutcomeShift);
        Assert.Equal(("all", level), (shift.Subject, shift.Level));
        Assert.Contains($"which is {words};", shift.Explanation, StringComparison.Ordinal);
        // Line 1,400 of 2,000 over 20 days: day 14, six days ago.
        Assert.InRange(shift.Since!.Value, Now.AddDays(-7.1), Now.AddDays(-5));
    }

    [Fact]
    public async Task ErrorRateShift_Planted_IsFound()
    {
        var found = await FindAsync(
            Lines(
                2000,
                (n, r) =>
                    $"\"feedback\":[{{\"feedback_type\":\"explicit\",\"name\":\"rating\","
                    + $"\"value\":{(r.NextDouble() < (n < 1400 ? 0.1 : 0.4) ? 1 : 5)}}}]"
            )
        );
        var shift = Assert.Single(found);
        Assert.Equal((FindingKind.ErrorRateShift, FindingLevel.Alert), (shift.Kind, shift.Level));
        Assert.Contains("worse", shift.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProxyLost_WhenASignalStopsPredicting_IsFound()
    {
        var found = await FindAsync(
            Lines(
                2400,
                (n, r) =>
                {
                    var good = r.NextDouble() < 0.6;
                    var retried = r.NextDouble() < (n < 1700 ? (good ? 0.1 : 0.7) : 0.34);
                    return $"\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":{(good ? 1 : 0)}"
                        + (retried ? ",\"feedback\":[{\"feedback_type\":\"implicit\",\"name\":\"retry\",\"value\":true}]" : "");
                }
            )
        );
        var lost = Assert.Single(found, f => f.Kind == FindingKind.ProxyLost);
        Assert.Equal("implicit:retry", lost.Subject);
        Assert.Contains("Stopped predicting", lost.Explanation, StringComparison.Ordinal);
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

        Task<Finding> OnlyAsync() => world.QueryAsync(db => db.Findings.SingleAsync(f => f.Subject == "segment"));
    }

    [Fact]
    public async Task Alarm_IsSentToTheLeadsOnce_EvenIfFoundOften()
    {
        await SendAsync(Lines(800, (n, _) => n < 600 ? "\"segment\":\"gold\"" : ""));
        var workflow = await world.QueryAsync(db => db.Workflows.SingleAsync());
        var lead = await world.QueryAsync(async db =>
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
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Get<FindingsService>().LookAsync(workflow.Id)));
        await world.Get<FindingsService>().LookAsync(workflow.Id);
        Assert.Equal(1, await world.QueryAsync(db => db.Findings.CountAsync()));
        var notice = Assert.Single(await world.Get<NoticeService>().UnreadAsync(lead));
        Assert.Equal("health?workflow=support&tenant=default", notice.Link);

        // Arrived long ago: no notice is sent.
        await world.QueryAsync(db => db.Notices.ExecuteDeleteAsync());
        await world.QueryAsync(db => db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.ReceivedAt, Now.AddDays(-3))));
        await world.Get<FindingsService>().LookAsync(workflow.Id);
        Assert.Empty(await world.Get<NoticeService>().UnreadAsync(lead));
    }

    [Fact]
    public async Task List_OfAnotherTenant_DoesNotFindTheWorkflow()
    {
        await FindAsync(Lines(800, (n, _) => n < 600 ? "\"segment\":\"gold\"" : ""));
        var (own, other) = await world.QueryAsync(async db =>
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
        Assert.Null(await world.Get<FindingsService>().ListAsync(new ApiCaller(other, "other", "k"), "support", all: true));
        var report = Assert.Single(
            (await world.Get<FindingsService>().ListAsync(new ApiCaller(own, "default", "k"), "support", all: false))!
        );
        Assert.Equal(("lost_field", "alert", true), (report.Kind, report.Level, report.Current));
        var stranger = new PersonAccess(1, "Stranger", [new Grant(Role.Lead, other, null)]);
        Assert.Empty(await world.Get<WorkflowHealthService>().ListAsync(stranger, null, null));
        Assert.Empty(await world.Get<WorkflowHealthService>().AlarmsAsync(stranger));
        var lead = new PersonAccess(1, "Lead", [new Grant(Role.Lead, own, null)]);
        var health = Assert.Single(await world.Get<WorkflowHealthService>().ListAsync(lead, "support", "default"));
        Assert.Equal((800, 0.75), (health.Looked, health.Fields.Single(f => f.Field == "segment").Share));
        Assert.Equal(1, Assert.Single(await world.Get<WorkflowHealthService>().AlarmsAsync(lead)).Alarms);
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
        await world.QueryAsync(async db =>
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
        await world
            .Get<FindingsService>()
            .LookAsync(await world.QueryAsync(db => db.Workflows.Where(w => w.Key == "empty").Select(w => w.Id).SingleAsync()));
    }

    [Fact]
    public async Task Mixed_Currencies_AreNamed()
    {
        var found = await FindAsync(
            Lines(
                300,
                (n, _) =>
                    $"\"model_id\":\"m{(n < 200 ? 1 : 2)}\",\"metadata\":{{\"cost\":0.01,\"currency\":\"{(n < 200 ? "USD" : "EUR")}\"}}"
            )
        );
        Assert.Contains(
            "2 currencies: USD (200 interactions) and EUR (100 interactions, of m2@v1)",
            Assert.Single(found, f => f.Kind == FindingKind.MixedMetrics).Explanation,
            StringComparison.Ordinal
        );
    }

    /// <summary>Events at a constant rate over twenty days up to now.</summary>
    private static string[] Lines(
        int count,
        Func<int, Random, string> extra,
        string workflow = "support",
        int seed = 1,
        TimeSpan ahead = default
    )
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(n =>
                {
                    var more = extra(n, random);
                    return $"{{\"trace_id\":\"{workflow}-{n}\",\"task_type\":\"{workflow}\",\"task_id\":\"k{n}\","
                        + $"\"model_version\":\"v1\","
                        + $"\"timestamp\":\"{Now.AddDays(-20 + (20.0 * (n + 1) / count)) + ahead:O}\","
                        + $"\"input\":\"Hi\"{(more.Length > 0 ? "," + more : "")}}}";
                }),
        ];
    }

    private async Task SendAsync(string[] lines)
    {
        var result = await world.SendAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Empty(result.Quarantined);
    }

    private async Task<List<Finding>> FindAsync(string[] lines, string workflow = "support")
    {
        await SendAsync(lines);
        var id = await world.QueryAsync(db => db.Workflows.Where(w => w.Key == workflow).Select(w => w.Id).SingleAsync());
        await world.Get<FindingsService>().LookAsync(id);
        return await world.QueryAsync(db => db.Findings.Where(f => f.WorkflowId == id).OrderBy(f => f.Subject).ToListAsync());
    }
}
