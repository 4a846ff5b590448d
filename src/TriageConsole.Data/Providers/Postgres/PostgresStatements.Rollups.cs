using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Scoring;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements
{
    // Never insert a negative number: the check constraint would fail before the conflict is detected.
    private static readonly string AddRollupRows = AddUp(
        "rollups",
        RollupColumns.Rollups,
        [("slice_id", "SliceId", "bigint"), ("grain", "Grain", "smallint"), ("start", "Start", "timestamptz")]
    );

    private static readonly string AddBreakdownRows = AddUp(
        "breakdowns",
        RollupColumns.Breakdowns,
        [("slice_id", "SliceId", "bigint"), ("day", "Day", "date"), ("kind", "Kind", "int"), ("key", "Key", "text")]
    );

    private const string TouchWindows = """
        INSERT INTO failure_windows AS w (workflow_id, tenant_id, start, changes, closed_changes, is_open, changed_at, events,
          explicit_negatives, implicit_negatives, negatives, errors, needs_review, severity, patterns, action)
        SELECT d."WorkflowId", d."TenantId", d."Start", 1, 0, true, {1}, 0, 0, 0, 0, 0, 0, 0, '[]', ''
        FROM json_to_recordset({0}::json) AS d("WorkflowId" bigint, "TenantId" bigint, "Start" timestamptz)
        ON CONFLICT (workflow_id, start) DO UPDATE SET changes = w.changes + 1, is_open = true, changed_at = excluded.changed_at
        WHERE w.first_closed_at IS NULL OR w.first_closed_at > excluded.changed_at - interval '1 hour'
        """;

    private const string AddFeedbackSources = """
        INSERT INTO feedback_sources AS g (workflow_id, user_id, role, first_seen_at, agreed, checks)
        SELECT d."WorkflowId", d."UserId", d."Role", d."FirstSeenAt", 0, 0 FROM json_to_recordset({0}::json) AS d("WorkflowId" bigint,
          "UserId" text, "Role" text, "FirstSeenAt" timestamptz)
        ORDER BY 1, 2
        ON CONFLICT (workflow_id, user_id) DO UPDATE SET first_seen_at = LEAST(g.first_seen_at, excluded.first_seen_at), role =
          coalesce(excluded.role, g.role)
        WHERE excluded.first_seen_at < g.first_seen_at OR (excluded.role IS NOT NULL AND g.role IS DISTINCT FROM excluded.role)
        """;

    private const string AddFeedbackSourceWindows = """
        INSERT INTO feedback_source_windows AS g (workflow_id, user_id, start, weight)
        SELECT d."WorkflowId", d."UserId", d."Start", d."Weight" FROM json_to_recordset({0}::json) AS d("WorkflowId" bigint, "UserId" text,
          "Start" timestamptz, "Weight" float8)
        ORDER BY 1, 2, 3
        ON CONFLICT (workflow_id, user_id, start) DO UPDATE SET weight = g.weight + excluded.weight
        """;

    public async Task AddFeedbackSourcesAsync(
        TriageDbContext db,
        IReadOnlyList<FeedbackSource> sources,
        IReadOnlyList<FeedbackSourceWindow> windows,
        CancellationToken cancellationToken
    )
    {
        if (sources.Count > 0)
            await db.Database.ExecuteSqlRawAsync(AddFeedbackSources, [JsonSerializer.Serialize(sources)], cancellationToken);
        if (windows.Count > 0)
            await db.Database.ExecuteSqlRawAsync(AddFeedbackSourceWindows, [JsonSerializer.Serialize(windows)], cancellationToken);
    }

    public async Task LockWorkflowsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"SELECT id FROM workflows WHERE id = ANY({ids}) ORDER BY id FOR NO KEY UPDATE",
            cancellationToken
        );

    public async Task AddRollupsAsync(
        TriageDbContext db,
        IReadOnlyList<Rollup> rollups,
        IReadOnlyList<Breakdown> breakdowns,
        CancellationToken cancellationToken
    )
    {
        if (rollups.Count > 0)
            await db.Database.ExecuteSqlRawAsync(AddRollupRows, [JsonSerializer.Serialize(rollups)], cancellationToken);
        if (breakdowns.Count > 0)
            await db.Database.ExecuteSqlRawAsync(AddBreakdownRows, [JsonSerializer.Serialize(breakdowns)], cancellationToken);
    }

    public async Task TouchWindowsAsync(
        TriageDbContext db,
        IReadOnlyList<WindowTouch> windows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => await db.Database.ExecuteSqlRawAsync(TouchWindows, [JsonSerializer.Serialize(windows), now], cancellationToken);

    private static string AddUp(
        string table,
        (string Column, string Property, bool Whole)[] columns,
        (string Column, string Property, string Type)[] key
    )
    {
        var types = string.Join(
            ", ",
            [
                .. key.Select(k => $"\"{k.Property}\" {k.Type}"),
                .. columns.Select(c => $"\"{c.Property}\" {(c.Whole ? "bigint" : "float8")}"),
            ]
        );
        var same = (string r) => string.Join(" AND ", key.Select(k => $"{r}.{k.Column} = d.\"{k.Property}\""));
        return $$"""
            WITH d AS MATERIALIZED (SELECT * FROM json_to_recordset({0}::json) AS d({{types}})),
            known AS (
                UPDATE {{table}} r SET {{RollupColumns.Each(
                columns,
                c => $"{c.Column} = r.{c.Column} + d.\"{c.Property}\""
            )}} FROM d WHERE {{same("r")}}
                RETURNING {{string.Join(", ", key.Select(k => $"r.{k.Column}"))}})
            INSERT INTO {{table}} ({{string.Join(", ", key.Select(k => k.Column))}}, {{RollupColumns.Names(columns)}})
            SELECT {{string.Join(", ", key.Select(k => $"d.\"{k.Property}\""))}}, {{RollupColumns.Each(
                columns,
                c => $"d.\"{c.Property}\""
            )}} FROM d WHERE NOT EXISTS (SELECT FROM known k WHERE {{same("k")}})
            """;
    }
}
