using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageConsole.Features.Patterns;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Closes a five-minute window in which a third of the interactions failed, a quarter of the failures by one combination: sums of the
/// rollups, rules, pattern search, stored result. Reference: reading the same columns of the same rows into memory once with the database
/// driver.
/// </summary>
internal static class WindowBenchmark
{
    private const int Pairs = 7;

    private const string Rows = """
        SELECT id, timestamp, time_is_real, needs_review, error_class, label_count, outcome_metric, outcome_value, received_at, model_id,
          model_version, served_model, prompt_version, release, deployment_id, knowledge_version,
          country, segment, error_kind, task_id, coalesce(client_latency_ms, server_latency_ms), attributes
        FROM interactions WHERE workflow_id = (SELECT id FROM workflows) AND timestamp >= (SELECT start FROM failure_windows) AND timestamp
          < (SELECT start + interval '5 minutes' FROM failure_windows) AND NOT shadow
        """;

    public static async Task RunAsync(BenchmarkSize size)
    {
        var events = size == BenchmarkSize.Full ? 50_000 : 10_000;
        await using var database = await BenchmarkDatabase.StartAsync();
        await FillAsync(database, events);
        await using var services = Services(database);
        var closer = services.GetRequiredService<WindowCloser>();
        await using var source = NpgsqlDataSource.Create(database.Connection.ConnectionString);
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var pair = -30; pair < Pairs; pair++)
        {
            var began = Stopwatch.GetTimestamp();
            var closed = await closer.CloseDueAsync();
            var mine = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            began = Stopwatch.GetTimestamp();
            var read = await ReadAsync(source);
            var theirs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (closed != 1 || read != events)
                throw new InvalidOperationException($"{closed} windows closed, {read} rows read.");
            await CheckAsync(database);
            // Skip the first pairs: a server has compiled its code with profile data long before.
            if (pair >= 0)
                (ours, reference) = ([.. ours, mine], [.. reference, theirs]);
        }

        Measure.Print($"window, {events:N0} events", Measure.Median(ours), Measure.Median(reference), "ms", "goal ≤ 3");
    }

    private static async Task<int> ReadAsync(NpgsqlDataSource source)
    {
        var rows = new List<object?[]>();
        await using var command = source.CreateCommand(Rows);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(row);
        }

        return rows.Count;
    }

    /// <summary>Checks that the planted pattern was found, and reopens the window.</summary>
    private static async Task CheckAsync(BenchmarkDatabase database)
    {
        var found = await database.ScalarAsync("SELECT count(*) FROM failure_windows WHERE patterns LIKE '%k3%' AND patterns LIKE '%m1%'");
        if (found != 1)
            throw new InvalidOperationException("The planted pattern was not found.");
        await database.ExecuteAsync("UPDATE failure_windows SET changes = changes + 1, is_open = true");
    }

    private static ServiceProvider Services(BenchmarkDatabase database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddTriageServices(database.Connection);
        return services.BuildServiceProvider();
    }

    /// <summary>About fifteen attributes per interaction: columns, words, numbers, documents and tools.</summary>
    private static async Task FillAsync(BenchmarkDatabase database, int events) =>
        await database.PsqlAsync(
            "INSERT INTO tenants (key, name, created_at) VALUES ('bench', 'bench', now())",
            """
            INSERT INTO workflows (tenant_id, key, name, configured, outcome_direction, value_per_unit, base_impact,
              review_threshold, labels_per_item, labels_per_audit_item, audit_share, lease_minutes, segment_weights, created_at,
              row_version)
            SELECT id, 'support', 'support', true, 0, 1, 1, 0.3, 1, 2, 0.02, 15, '{}', now(), 0 FROM tenants
            """,
            $$"""
            INSERT INTO interactions (id, tenant_id, workflow_id, trace_id, task_id, timestamp, received_at, model_id, model_version,
              prompt_version, release, knowledge_version, segment, country, client_latency_ms,
              shadow, is_rolled_up, time_is_real, attributes, suspicion, needs_review, label_count, preview)
            SELECT n, t.id, w.id, 't' || n, 'task:' || n % 4000, at + interval '299 seconds' * n / {{events}}, now(), 'm' || h % 2, '1',
              'p' || (h >> 1) % 4, 'r' || (h >> 3) % 3, 'k' || (h >> 5) % 6, 's' || (h >> 8) % 5, 'c' || (h >> 11) % 8,
              exp(6 + ((h >> 5) % 1000) / 500.0), false, true, true,
              json_build_object('c', json_build_object('channel', 'ch' || (h >> 13) % 3, 'language', 'l' || (h >> 15) % 6, 'product',
                'product ' || (h >> 17) % 30, 'parameter tier', 'tier ' || (h >> 19) % 3),
                'n', json_build_object('length', 20 + (h >> 7) % 900, 'turns', 1 + (h >> 9) % 12, 'parameter temperature', ((h >> 10) % 4)
                  / 10.0),
                'd', json_build_array('doc-' || (h >> 4) % 40, 'doc-' || 40 + (h >> 6) % 40),
                't', json_build_array('lookup_' || (h >> 12) % 6))::text, 0.1, false, 0, 'What is the state of my order?'
            FROM (SELECT n, hashint8(n) & 2147483647 AS h, date_bin('5 minutes', now(), '2000-01-01Z') - interval '1 hour' AS at FROM
              generate_series(1, {{events}}) n) g, tenants t, workflows w
            """,
            """
            INSERT INTO signals (interaction_id, signal_key, type, name, polarity, strength, trust, weight)
            SELECT id, 'down', 'explicit', 'thumbs_down', -1, 1, 1, 0.5 FROM interactions
            WHERE hashint8(id + 1000000000) & 1023 < CASE WHEN knowledge_version = 'k3' AND model_id = 'm1' THEN 1000 ELSE 290 END
            """,
            "INSERT INTO slices (tenant_id, workflow_id, key_hash, release, model, segment, country, shadow, "
                + "time_is_real) SELECT tenant_id, workflow_id, md5(concat_ws('|', release, model_id, segment, country)), "
                + "release, model_id || '@1', segment, country, false, true FROM interactions GROUP BY tenant_id, "
                + "workflow_id, release, model_id, segment, country",
            """
            INSERT INTO rollups (slice_id, grain, start, events, explicit_negatives, implicit_negatives, negatives, errors, needs_review,
              suspicion_sum, suspicion_squares, outcome_count, outcome_sum, outcome_squares, latency_count, latency_sum, token_sum,
              cost_count, cost_sum)
            SELECT s.id, 5, date_bin('5 minutes', i.timestamp, '2000-01-01Z'), count(*), count(g.id), 0, count(g.id), 0, 0, 0, 0, 0, 0, 0,
              count(*), sum(client_latency_ms), 0, 0, 0
            FROM interactions i JOIN slices s ON s.key_hash = md5(concat_ws('|', i.release, i.model_id, i.segment, i.country)) LEFT JOIN
              signals g ON g.interaction_id = i.id GROUP BY 1, 3
            """,
            """
            INSERT INTO failure_windows (workflow_id, tenant_id, start, changes, closed_changes, is_open, changed_at, events,
              explicit_negatives, implicit_negatives, negatives, errors, needs_review, severity, patterns, action)
            SELECT w.id, w.tenant_id, (SELECT min(start) FROM rollups), 1, 0, true, now() - interval '1 hour', 0, 0, 0, 0, 0, 0, 0, '[]',
              '' FROM workflows w
            """,
            "VACUUM ANALYZE"
        );
}
