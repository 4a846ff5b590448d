using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Providers.Postgres;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// 32 labelers claim and submit through the service on a long queue. Reference: pgbench with 32 clients and the same two statements on the
/// same tables. Afterwards the rows must show that no needed label was assigned twice.
/// </summary>
internal static partial class QueueBenchmark
{
    private const int Labelers = 32;
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
        var script = await ScriptAsync(sessions, portable);

        var ours = new List<double>();
        var reference = new List<double>();
        var claims = new List<double>();
        await LabelAsync(labeling, sessions, 1, []);
        for (var pair = 0; pair < pairs; pair++)
        {
            ours.Add(await LabelAsync(labeling, sessions, seconds, claims));
            reference.Add(await PgbenchAsync(database, script, seconds));
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

    /// <summary>Labels per second. Transactions that lost a race for an item do not count.</summary>
    private static async Task<double> PgbenchAsync(BenchmarkDatabase database, string script, int seconds)
    {
        var s = database.Settings;
        var before = await database.ScalarAsync("SELECT count(*) FROM labels");
        var output = await Measure.RunAsync(
            Pgbench(),
            [
                "-h",
                s.Host!,
                "-p",
                $"{s.Port}",
                "-U",
                s.Username!,
                "-n",
                "-M",
                "prepared",
                "-c",
                $"{Labelers}",
                "-j",
                "2",
                "-T",
                $"{seconds}",
                "-f",
                script,
                s.Database!,
            ],
            s.Password
        );
        var transactions = double.Parse(Processed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var tps = double.Parse(Tps().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return tps * (await database.ScalarAsync("SELECT count(*) FROM labels") - before) / transactions;
    }

    /// <summary>The statements of the service with pgbench variables as parameters.</summary>
    private static async Task<string> ScriptAsync(List<(PersonAccess Access, LabelingSession Session)> sessions, bool portable)
    {
        var session = sessions[0].Session;
        var script = new StringBuilder();
        var first = sessions.Min(s => s.Session.LabelerId);
        script.Append(
            CultureInfo.InvariantCulture,
            $"\\set labeler :client_id + {first}\n\\set workflow {session.WorkflowId}\n\\set rubric {session.Rubric.VersionId}\n"
        );
        if (portable)
            AppendPortableClaim(script);
        else
            script
                .Append(
                    Flat(
                        PostgresLabelingSql.Claim,
                        new()
                        {
                            ["$1"] = ":workflow::bigint",
                            ["$2"] = ":labeler::bigint",
                            ["$3"] = "now()",
                            ["$4"] = "(now() + interval '15 minutes')",
                        }
                    )
                )
                .Append(" \\gset lease_\n");
        script
            .Append("BEGIN;\n")
            .Append(Flat(PostgresLabelingSql.LockForSubmit, new() { ["$1"] = ":lease_id::bigint", ["$2"] = ":labeler::bigint" }))
            .Append(";\n");
        script.Append(
            Flat(
                PostgresLabelingSql.Submit,
                new()
                {
                    ["$11"] = "ARRAY[NULL,3]",
                    ["$10"] = "ARRAY['no','3']",
                    ["$9"] = "ARRAY['resolved','severity']",
                    ["$1"] = ":lease_id::bigint",
                    ["$2"] = ":labeler::bigint",
                    ["$3"] = ":lease_fence::int",
                    ["$4"] = "gen_random_uuid()",
                    ["$5"] = ":rubric::bigint",
                    ["$6"] = "4000",
                    ["$7"] = "NULL::text",
                    ["$8"] = "now()",
                }
            )
        );
        script.Append(";\nCOMMIT;\n");
        if (portable)
            script.Append("\\endif\n");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, script.ToString());
        return file;
    }

    /// <summary>
    /// Claims one of as many candidates as there are labelers. If the item is already taken, the transaction ends without a label.
    /// </summary>
    private static void AppendPortableClaim(StringBuilder script)
    {
        Dictionary<string, string> values = new()
        {
            ["@workflow"] = ":workflow::bigint",
            ["@labeler"] = ":labeler::bigint",
            ["@count"] = $"{Labelers}",
            ["@item"] = ":chosen_id::bigint",
            ["@shard"] = ":shard::smallint",
            ["@now"] = "now()",
            ["@until"] = "(now() + interval '15 minutes')",
        };
        var take = PortableClaim.Take.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        script.Append(CultureInfo.InvariantCulture, $"\\set pick random(0, {Labelers - 1})\n\\set shard random(0, 15)\n");
        script
            .Append("SELECT * FROM (")
            .Append(Flat(PortableClaim.Candidates, values))
            .Append(") c OFFSET :pick LIMIT 1 \\gset chosen_\nBEGIN;\n");
        foreach (var statement in take[..^1])
            script.Append(Flat(statement, values)).Append(";\n");
        script
            .Append("WITH taken AS (")
            .Append(Flat(take[^1], values))
            .Append(" RETURNING id) SELECT count(*) AS had FROM taken \\gset\n\\if :had = 0\nROLLBACK;\n\\else\n");
        script
            .Append(Flat(PortableClaim.Count, values))
            .Append(";\n")
            .Append(Flat(PortableClaim.Lease, values))
            .Append(" \\gset lease_\nCOMMIT;\n");
    }

    private static string Flat(string sql, Dictionary<string, string> values) =>
        Parameter().Replace(sql.ReplaceLineEndings(" "), m => values[m.Value]);

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

    private static string Pgbench() =>
        Directory
            .GetDirectories("/usr/lib/postgresql")
            .OrderDescending()
            .Select(d => Path.Combine(d, "bin", "pgbench"))
            .FirstOrDefault(File.Exists)
        ?? "pgbench";

    [GeneratedRegex(@"\$\d+|@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Processed();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Tps();
}
