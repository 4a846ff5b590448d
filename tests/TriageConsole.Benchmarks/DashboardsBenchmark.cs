using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Access;
using TriageConsole.Features.Budget;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// All dashboard queries, as the pages run them, on many interactions. Reference: the same queries on 100,000 interactions of the same 60
/// days. There are twelve successive releases, two live at a time, five segments and eight countries. The number of rows to read is bounded
/// by slices and time steps, not by traffic. With 100,000 interactions many hours of a slice are empty, so the reference reads fewer rows
/// at hourly steps and fewer latency bins.
/// </summary>
internal static class DashboardsBenchmark
{
    private const int Few = 100_000;
    private const int Pairs = 15;

    private static readonly (string Name, OutcomeFilter Filter)[] Views =
    [
        ("30 days", new()),
        ("24 hours", new() { Span = "24h" }),
        ("7 days", new() { Span = "7d" }),
        ("90 days", new() { Span = "90d" }),
        ("all, one release", new() { Span = "all", Version = "r06" }),
        ("30 days, one segment", new() { Segment = "s2" }),
    ];

    private static readonly (string Name, Func<ServiceProvider, PersonAccess, WorkflowRef, Task<object?>> Page)[] Pages =
    [
        ("patterns", async (s, lead, w) => await s.GetRequiredService<PatternService>().ListAsync(lead, w)),
        (
            "windows, 7 days",
            async (s, lead, w) =>
                await s.GetRequiredService<WindowService>().ListAsync(lead, w, TimeProvider.System.GetUtcNow().AddDays(-7), null, 2016)
        ),
        ("budget", async (s, lead, w) => await s.GetRequiredService<BudgetService>().ReadAsync(lead, w)),
        ("failure rates by version", async (s, lead, w) => await s.GetRequiredService<FailureRateService>().ReadAsync(lead, w, "version")),
        (
            "findings and data health",
            async (s, lead, w) => await s.GetRequiredService<WorkflowHealthService>().ListAsync(lead, w.Key, null)
        ),
    ];

    public static async Task RunAsync(BenchmarkSize size)
    {
        var many = size == BenchmarkSize.Full ? 10_000_000 : 1_000_000;
        await using var small = await BenchmarkDatabase.StartAsync();
        await using var large = await BenchmarkDatabase.StartAsync();
        await FillAsync(small, Few);
        await FillAsync(large, many);
        await using var ofSmall = Services(small);
        await using var ofLarge = Services(large);
        var ((theirs, workflow), (ours, same)) = (await OpenAsync(small, ofSmall), await OpenAsync(large, ofLarge));
        var lead = new PersonAccess(1, "Lead", [new Grant(Role.Lead, workflow.TenantId, null)]);
        await CompareAsync("list", () => ours.ListAsync(lead), () => theirs.ListAsync(lead), many);
        foreach (var (name, filter) in Views)
            await CompareAsync(name, () => ours.ReadAsync(lead, same, filter), () => theirs.ReadAsync(lead, workflow, filter), many);
        foreach (var (name, page) in Pages)
            await CompareAsync(name, () => page(ofLarge, lead, same), () => page(ofSmall, lead, workflow), many);
    }

    private static async Task CompareAsync<T>(string name, Func<Task<T>> ours, Func<Task<T>> reference, int many)
    {
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var n = 0; n < 3; n++)
        {
            await ours();
            await reference();
        }

        for (var n = 0; n < Pairs; n++)
        {
            mine.Add(await MillisecondsAsync(ours));
            theirs.Add(await MillisecondsAsync(reference));
        }

        Measure.Print(
            $"dashboards, {name}",
            Measure.Median(mine),
            Measure.Median(theirs),
            "ms",
            $"goal ≤ 1.3; {many:N0} interactions compared with {Few:N0}"
        );
    }

    private static async Task<double> MillisecondsAsync<T>(Func<Task<T>> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<(OutcomeDashboard, WorkflowRef)> OpenAsync(BenchmarkDatabase database, ServiceProvider services)
    {
        await using var db = database.CreateContext();
        var w = await db.Workflows.Include(x => x.Tenant).SingleAsync();
        return (
            services.GetRequiredService<OutcomeDashboard>(),
            new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId)
        );
    }

    private static ServiceProvider Services(BenchmarkDatabase database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddTriageServices(database.Connection);
        return services.BuildServiceProvider();
    }

    private static async Task FillAsync(BenchmarkDatabase database, int interactions)
    {
        await database.PsqlAsync(
            """
            INSERT INTO tenants (key, name, created_at) VALUES ('bench', 'bench', now())
            """,
            """
            INSERT INTO workflows (tenant_id, key, name, configured, outcome_metric, outcome_direction, value_per_unit, base_impact,
              review_threshold, labels_per_item, labels_per_audit_item, audit_share, lease_minutes, segment_weights, created_at,
              row_version)
            SELECT id, 'support', 'support', true, 'resolved', 0, 1, 1, 0.3, 1, 2, 0.02, 15, '{}', now(), 0 FROM tenants
            """,
            $"""
            INSERT INTO interactions (id, tenant_id, workflow_id, trace_id, task_id, timestamp, received_at, model_id, model_version,
              release, segment, country, client_latency_ms, output_tokens, cost, currency,
              shadow, is_rolled_up, time_is_real, attributes, outcome_metric, outcome_value, error_kind, suspicion,
              needs_review, label_count, preview)
            SELECT n, t.id, w.id, 't' || n, 'k' || n, at, at, 'm', '1', 'r' || to_char(greatest(0, (n::bigint * 12 / {interactions}) - (h
              >> 3) % 2), 'FM00'), 's' || (h >> 4) % 5, 'c' || (h >> 7) % 8,
              exp(6 + ((h >> 5) % 1000) / 500.0), 50 + h % 300, 0.001 * (h % 17), 'USD', false, true, true, '{"{}"}', CASE WHEN h % 10 > 0
                THEN 'resolved' END, CASE WHEN h % 10 > 0 THEN least(1, (h >> 9) % 3) END,
              CASE WHEN h % 50 = 0 THEN 'timeout' END, 0.1, false, 0, ''
            FROM (SELECT n, hashint8(n) & 2147483647 AS h, now() - interval '60 days' * (1 - n::float8 / {interactions
                + 1}) AS at FROM generate_series(1, {interactions}) n) g, tenants t, workflows w
            """,
            """
            INSERT INTO slices (tenant_id, workflow_id, key_hash, release, model, segment, country, outcome_metric, currency, shadow,
              time_is_real)
            SELECT tenant_id, workflow_id, md5(concat_ws('|', release, segment, country, outcome_metric)), release, 'm@1', segment,
              country, outcome_metric, 'USD', false, true FROM interactions GROUP BY tenant_id, workflow_id, release, segment, country,
              outcome_metric
            """,
            "ANALYZE",
            """
            CREATE VIEW counted AS SELECT s.id AS slice_id, i.*, i.id % 11 = 0 AS retry, i.outcome_value = 0 AND i.id % 3 = 0 AS down,
              (i.outcome_value IS NOT NULL)::int AS known, coalesce(i.outcome_value, 0) AS value
            FROM interactions i JOIN slices s ON s.key_hash = md5(concat_ws('|', i.release, i.segment, i.country, i.outcome_metric))
            """,
            """
            INSERT INTO rollups (slice_id, grain, start, events, explicit_negatives, implicit_negatives, negatives, errors, needs_review,
              suspicion_sum, suspicion_squares, outcome_count, outcome_sum, outcome_squares, latency_count, latency_sum, token_sum,
              cost_count, cost_sum)
            SELECT slice_id, 5, date_bin('5 minutes', timestamp, '2000-01-01Z'), count(*), count(*) FILTER (WHERE down), count(*) FILTER
              (WHERE retry), count(*) FILTER (WHERE down OR retry), count(error_kind), 0, sum(suspicion), sum(suspicion * suspicion),
              sum(known), sum(value), sum(value * value), count(*), sum(client_latency_ms), sum(output_tokens), count(*), sum(cost) FROM
                counted GROUP BY 1, 3
            """,
            """
            INSERT INTO rollups (slice_id, grain, start, events, explicit_negatives, implicit_negatives, negatives, errors, needs_review,
              suspicion_sum, suspicion_squares, outcome_count, outcome_sum, outcome_squares, latency_count, latency_sum, token_sum,
              cost_count, cost_sum)
            SELECT slice_id, g, date_bin(make_interval(mins => g), start, '2000-01-01Z'), sum(events), sum(explicit_negatives),
              sum(implicit_negatives), sum(negatives),
              sum(errors), 0, sum(suspicion_sum), sum(suspicion_squares),
              sum(outcome_count), sum(outcome_sum), sum(outcome_squares), sum(latency_count), sum(latency_sum), sum(token_sum),
                sum(cost_count), sum(cost_sum) FROM rollups, (VALUES (60), (1440)) v(g) WHERE grain = 5 GROUP BY 1, 2, 3
            """,
            """
            INSERT INTO breakdowns (slice_id, day, kind, key, events, outcome_count, outcome_sum, outcome_squares)
            SELECT slice_id, (timestamp AT TIME ZONE 'UTC')::date, p.kind, p.key, count(*), sum(known), sum(value), sum(value * value)
            FROM counted c, LATERAL (VALUES (0, CASE WHEN down THEN 'explicit:thumbs_down' END), (0, CASE WHEN retry THEN 'implicit:retry'
              END), (1, CASE WHEN down THEN '4' WHEN retry THEN '2' ELSE '1' END), (2, (1 + floor(ln(client_latency_ms) / ln(2.0) *
              4))::int::text)) p(kind, key)
            WHERE p.key IS NOT NULL GROUP BY 1, 2, 3, 4
            """,
            """
            INSERT INTO failure_windows (workflow_id, tenant_id, start, changes, closed_changes, is_open, changed_at, events,
              explicit_negatives, implicit_negatives, negatives, errors, needs_review, severity, patterns, action)
            SELECT s.workflow_id, s.tenant_id, r.start, 1, 1, false, now(), sum(events), 0, 0, sum(negatives), 0, 0, 0, '[]', 'Monitor.'
              FROM rollups r JOIN slices s ON s.id = r.slice_id WHERE r.grain = 5 GROUP BY 1, 2, 3
            """,
            "INSERT INTO workflow_counters (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, "
                + "labels) SELECT id, 0, (SELECT count(*) FROM interactions), 0, 0, 0, 0 FROM workflows",
            "VACUUM ANALYZE"
        );
    }
}
