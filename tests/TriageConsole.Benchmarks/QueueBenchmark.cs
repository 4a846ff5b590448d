using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// 32 labelers claim and submit through the service on a long queue, compared with <see cref="QueueReference"/>. Afterwards the rows must
/// show that no needed label was assigned twice.
/// </summary>
internal static class QueueBenchmark
{
    public const int Labelers = 32;
    private static readonly IReadOnlyList<Answer> Answers = [new("resolved", "no", null), new("severity", "3", 3)];

    public static async Task RunAsync(BenchmarkSize size)
    {
        foreach (var portable in new[] { false, true })
            await RunAsync(size, portable);
    }

    private static async Task RunAsync(BenchmarkSize size, bool portable)
    {
        var (items, pairs, seconds) = size == BenchmarkSize.Full ? (1_000_000, 5, 10) : (100_000, 5, 3);
        await using var database = await BenchmarkDatabase.StartAsync();
        await FillAsync(database, items);
        await using var services = Services(database.Connection with { PortableClaim = portable });
        var labeling = services.GetRequiredService<LabelingService>();
        var sessions = await SessionsAsync(database, services, labeling);
        var script = await QueueReference.ScriptAsync(sessions, portable);

        var ours = new List<double>();
        var reference = new List<double>();
        var claims = new List<double>();
        await LabelAsync(labeling, sessions, 1, []);
        for (var pair = 0; pair < pairs; pair++)
        {
            ours.Add(await LabelAsync(labeling, sessions, seconds, claims));
            reference.Add(await QueueReference.LabelAsync(database, script, seconds));
        }

        await CheckAsync(database);
        Measure.Print(
            portable ? "queue, portable claim" : "queue",
            Measure.Median(ours),
            Measure.Median(reference),
            "labels/s",
            $"goal ≥ 0.8; {items:N0} open items, {Labelers} labelers; claim p99 {Measure.Percentile(claims, 0.99):0.0} ms; no label "
                + "assigned twice"
        );
        File.Delete(script);
    }

    private static async Task<double> LabelAsync(
        LabelingService labeling,
        List<(PersonAccess Access, LabelingSession Session)> sessions,
        int seconds,
        List<double> claims
    )
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            sessions.Select(s =>
                Task.Run(async () =>
                {
                    var done = 0;
                    var own = new List<double>();
                    while (clock.Elapsed.TotalSeconds < seconds)
                    {
                        var from = Stopwatch.GetTimestamp();
                        var lease =
                            await labeling.ClaimAsync(s.Access, s.Session) ?? throw new InvalidOperationException("The queue is empty.");
                        own.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                        await labeling.SubmitAsync(
                            s.Access,
                            s.Session,
                            new(lease.AssignmentId, lease.Fence),
                            new Submission(Guid.NewGuid(), new Dictionary<string, string>(), 4000),
                            Answers
                        );
                        done++;
                    }

                    lock (claims)
                        claims.AddRange(own);
                    return done;
                })
            )
        );
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task<List<(PersonAccess, LabelingSession)>> SessionsAsync(
        BenchmarkDatabase database,
        ServiceProvider services,
        LabelingService labeling
    )
    {
        await using var db = database.CreateContext();
        var w = await db.Workflows.Include(x => x.Tenant).SingleAsync();
        var workflow = new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId);
        var sessions = new List<(PersonAccess, LabelingSession)>();
        for (var n = 1; n <= Labelers; n++)
        {
            var access = new PersonAccess(n, $"Labeler {n}", [new Grant(Role.Labeler, w.TenantId, null)]);
            sessions.Add((access, await labeling.StartAsync(access, workflow)));
        }

        return sessions;
    }

    private static ServiceProvider Services(DatabaseConnection connection)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddTriageServices(connection);
        return services.BuildServiceProvider();
    }

    public static async Task FillAsync(BenchmarkDatabase database, int items)
    {
        await database.ExecuteAsync(
            $"""
            INSERT INTO tenants (key, name, created_at) VALUES ('bench', 'bench', now());
            INSERT INTO workflows (tenant_id, key, name, configured, outcome_direction, value_per_unit, base_impact,
              review_threshold, labels_per_item, labels_per_audit_item, audit_share, lease_minutes, segment_weights, created_at,
              row_version)
            SELECT id, 'support', 'support', true, 0, 1, 1, 0.3, 1, 2, 0.02, 15, '{"{{}}"}', now(), 0 FROM tenants;
            INSERT INTO users (id, display_name, user_name, normalized_user_name, email_confirmed, phone_number_confirmed,
              two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT n, 'Labeler ' || n, 'l' || n, 'L' || n, true, false, false, true, 0 FROM generate_series(1, {Labelers}) n;
            SELECT setval(pg_get_serial_sequence('users', 'id'), {Labelers});
            INSERT INTO interactions (id, tenant_id, workflow_id, trace_id, task_id, timestamp, received_at, model_version, shadow,
              is_rolled_up, suspicion, needs_review, label_count, preview)
            SELECT n, t.id, w.id, 't' || n, 'k' || n, now(), now(), 'v1', false, true, random(), true, 0, 'What is the state of my order?'
              FROM generate_series(1, {items}) n, tenants t, workflows w;
            """
        );
        // Foreign key checks are planned by table size, so analyze the tables first.
        await database.PsqlAsync("ANALYZE");
        await database.ExecuteAsync(
            """
            INSERT INTO queue_items (tenant_id, workflow_id, interaction_id, source, priority, reason, open_slots, slots, labels_done,
              inclusion_probability, created_at)
            SELECT tenant_id, workflow_id, id, 0, suspicion, 'Suspicion', 1, 1, 0, 1, now() FROM interactions;
            """
        );
        await database.PsqlAsync("VACUUM ANALYZE");
    }

    private static async Task CheckAsync(BenchmarkDatabase database)
    {
        var twice = await database.ScalarAsync(
            "SELECT count(*) FROM (SELECT q.id FROM queue_items q JOIN assignments a ON a.queue_item_id = q.id GROUP "
                + "BY q.id, q.slots HAVING count(*) > q.slots) twice"
        );
        var lost = await database.ScalarAsync("SELECT (SELECT count(*) FROM labels) - (SELECT sum(labels) FROM workflow_counters)");
        if (twice != 0 || lost != 0)
            throw new InvalidOperationException($"{twice} items assigned too often, counters differ by {lost}.");
    }
}
