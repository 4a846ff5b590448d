using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Scoring;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements
{
    private static readonly string AddRollupRows = AddUp(
        "rollups",
        RollupColumns.Rollups,
        [("slice_id", "SliceId", "bigint"), ("grain", "Grain", "smallint"), ("start", "Start", "datetimeoffset")]
    );

    private static readonly string AddBreakdownRows = AddUp(
        "breakdowns",
        RollupColumns.Breakdowns,
        [("slice_id", "SliceId", "bigint"), ("day", "Day", "date"), ("kind", "Kind", "int"), ("[key]", "Key", "nvarchar(220)")]
    );

    private const string WindowRows =
        "OPENJSON({0}) WITH (WorkflowId bigint '$.WorkflowId', TenantId bigint '$.TenantId', Start datetimeoffset '$.Start') d";

    private const string TouchWindows = $$"""
        UPDATE w SET changes = w.changes + 1, is_open = 1, changed_at = {1} FROM failure_windows w JOIN {{WindowRows}} ON w.workflow_id =
          d.WorkflowId AND w.start = d.Start
        WHERE w.first_closed_at IS NULL OR w.first_closed_at > DATEADD(hour, -1, {1});
        INSERT INTO failure_windows (workflow_id, tenant_id, start, changes, closed_changes, is_open, changed_at, events,
          explicit_negatives, implicit_negatives, negatives, errors, needs_review, severity, patterns, action)
        SELECT d.WorkflowId, d.TenantId, d.Start, 1, 0, 1, {1}, 0, 0, 0, 0, 0, 0, 0, '[]', '' FROM {{WindowRows}}
        WHERE NOT EXISTS (SELECT 1 FROM failure_windows w WHERE w.workflow_id = d.WorkflowId AND w.start = d.Start);
        """;

    private const string SourceRows =
        "OPENJSON({0}) WITH (WorkflowId bigint '$.WorkflowId', UserId nvarchar(300) '$.UserId', Role nvarchar(100) "
        + "'$.Role', FirstSeenAt datetimeoffset '$.FirstSeenAt') d";

    private const string SameSource = "g.workflow_id = d.WorkflowId AND g.user_id = d.UserId COLLATE Latin1_General_100_BIN2";

    private const string AddFeedbackSources = $"""
        UPDATE g SET first_seen_at = CASE WHEN d.FirstSeenAt < g.first_seen_at THEN d.FirstSeenAt ELSE g.first_seen_at END, role =
          COALESCE(d.Role COLLATE Latin1_General_100_BIN2, g.role)
        FROM feedback_sources g JOIN {SourceRows} ON {SameSource};
        INSERT INTO feedback_sources (workflow_id, user_id, role, first_seen_at, agreed, checks)
        SELECT d.WorkflowId, d.UserId, d.Role, d.FirstSeenAt, 0, 0 FROM {SourceRows} WHERE NOT EXISTS (SELECT 1 FROM feedback_sources g
          WITH (UPDLOCK, HOLDLOCK) WHERE {SameSource});
        """;

    private const string SourceWindowRows =
        "OPENJSON({0}) WITH (WorkflowId bigint '$.WorkflowId', UserId nvarchar(300) '$.UserId', Start datetimeoffset "
        + "'$.Start', Weight float '$.Weight') d";

    private const string AddFeedbackSourceWindows = $"""
        UPDATE g SET weight = g.weight + d.Weight FROM feedback_source_windows g JOIN {SourceWindowRows} ON {SameSource} AND g.start =
          d.Start;
        INSERT INTO feedback_source_windows (workflow_id, user_id, start, weight)
        SELECT d.WorkflowId, d.UserId, d.Start, d.Weight FROM {SourceWindowRows} WHERE NOT EXISTS (SELECT 1 FROM feedback_source_windows g
          WITH (UPDLOCK, HOLDLOCK) WHERE {SameSource} AND g.start = d.Start);
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

    public Task LockWorkflowsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken) =>
        LockAsync(db, "workflow", ids, cancellationToken);

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
    ) => await db.Database.ExecuteSqlRawAsync(TouchWindows, [JsonSerializer.Serialize(windows), Microseconds.Of(now)], cancellationToken);

    private static string AddUp(
        string table,
        (string Column, string Property, bool Whole)[] columns,
        (string Column, string Property, string Type)[] key
    )
    {
        var keyColumns = key.Select(k => $"[{k.Property}] {k.Type} '$.{k.Property}'");
        var sumColumns = columns.Select(c => $"{c.Property} {(c.Whole ? "bigint" : "float")} '$.{c.Property}'");
        var rows = $"OPENJSON({{0}}) WITH ({string.Join(", ", keyColumns.Concat(sumColumns))}) d";
        var same = string.Join(
            " AND ",
            key.Select(k =>
                $"r.{k.Column} = "
                + $"d.[{k.Property}]"
                + $"{(k.Type.StartsWith("nvarchar", StringComparison.Ordinal) ? " COLLATE Latin1_General_100_BIN2" : "")}"
            )
        );
        return $$"""
            UPDATE r SET {{RollupColumns.Each(
                columns,
                c => $"{c.Column} = r.{c.Column} + d.{c.Property}"
            )}} FROM {{table}} r JOIN {{rows}} ON {{same}};
            INSERT INTO {{table}} ({{string.Join(", ", key.Select(k => k.Column))}}, {{RollupColumns.Names(columns)}})
            SELECT {{string.Join(", ", key.Select(k => $"d.[{k.Property}]"))}}, {{RollupColumns.Each(
                columns,
                c => $"d.{c.Property}"
            )}} FROM {{rows}} WHERE NOT EXISTS (SELECT 1 FROM {{table}} r WHERE {{same}});
            """;
    }
}
