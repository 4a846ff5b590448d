using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Providers.Postgres;
using TriageConsole.Features.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>The reference of the queue: pgbench with as many clients as labelers and the same statements on the same tables.</summary>
// Partial for the generated regular expressions.
internal static partial class QueueReference
{
    /// <summary>Labels per second. Transactions that lost a race for an item do not count.</summary>
    public static async Task<double> LabelAsync(BenchmarkDatabase database, string script, int seconds)
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
                $"{QueueBenchmark.Labelers}",
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
    public static async Task<string> ScriptAsync(List<(PersonAccess Access, LabelingSession Session)> sessions, bool portable)
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
                    ["$17"] = "ARRAY[]::boolean[]",
                    ["$16"] = "ARRAY[]::int[]",
                    ["$15"] = "ARRAY[]::text[]",
                    ["$14"] = "ARRAY[]::text[]",
                    ["$13"] = "ARRAY[]::int[]",
                    ["$12"] = "ARRAY[0,0]",
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
            ["@count"] = $"{QueueBenchmark.Labelers}",
            ["@item"] = ":chosen_id::bigint",
            ["@shard"] = ":shard::smallint",
            ["@now"] = "now()",
            ["@until"] = "(now() + interval '15 minutes')",
        };
        var take = PortableClaim.Take.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        script.Append(CultureInfo.InvariantCulture, $"\\set pick random(0, {QueueBenchmark.Labelers - 1})\n\\set shard random(0, 15)\n");
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
