using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labels;

/// <summary>Migrates a database of an earlier version with labels that contradict each other.</summary>
public sealed class CurrentLabelsMigrationTests : IAsyncLifetime
{
    private const string Before = "20261121143735_Evaluation";
    private const long Bob = 2;
    private const long Ann = 1;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private NpgsqlConnectionStringBuilder server = null!;
    private NpgsqlConnection db = null!;
    private string name = "";

    public async ValueTask InitializeAsync()
    {
        var connection = await TestServer.ConnectionAsync();
        Assert.SkipUnless(connection.Provider == DatabaseProvider.PostgreSql, "Migrates a PostgreSQL database of an earlier version");
        server = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false };
        name = $"landed_{Guid.NewGuid():N}";
        await using (var admin = new NpgsqlConnection(server.ConnectionString))
        {
            await admin.OpenAsync();
            await new NpgsqlCommand($"CREATE DATABASE {name}", admin).ExecuteNonQueryAsync();
        }

        db = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString);
        await db.OpenAsync();
        await MigrateAsync(Before);
        await InsertAsync("tenants", ("id", 1L), ("key", "acme"), ("name", "Acme"));
        await InsertAsync(
            "workflows",
            ("id", 1L),
            ("tenant_id", 1L),
            ("key", "support"),
            ("name", "Support"),
            ("labels_per_item", 1),
            ("labels_per_audit_item", 1),
            ("lease_minutes", 15)
        );
        await InsertAsync("rubrics", ("id", 1L), ("workflow_id", 1L), ("key", "imported"), ("name", "Imported labels"));
        await InsertAsync("rubrics", ("id", 2L), ("workflow_id", 1L), ("key", "main"), ("name", "Main"));
        foreach (var (id, rubric, number) in new[] { (1L, 1L, 1), (2L, 1L, 2), (3L, 2L, 1), (4L, 2L, 2) })
            await InsertAsync("rubric_versions", ("id", id), ("rubric_id", rubric), ("number", number), ("definition", "{}"));
        await InsertAsync("labelers", ("id", Ann), ("tenant_id", 1L), ("key", "ann"), ("name", "Ann"), ("kind", 2));
        await InsertAsync("labelers", ("id", Bob), ("tenant_id", 1L), ("key", "bob"), ("name", "Bob"), ("kind", 0));
    }

    public async ValueTask DisposeAsync()
    {
        if (name.Length == 0)
            return;
        await db.DisposeAsync();
        await using var admin = new NpgsqlConnection(server.ConnectionString);
        await admin.OpenAsync();
        await new NpgsqlCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", admin).ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Migrate_OfContradictingImports_MakesTheLatestCurrentWithAllAnswers()
    {
        await InteractionAsync(1, labels: 3);
        await LabelAsync(10, 1, Ann, version: 2, minute: 0, revision: 1, ("resolved", "no"), ("tone", "3"));
        await LabelAsync(11, 1, Ann, version: 1, minute: 1, revision: 1, ("resolved", "yes"));
        await LabelAsync(12, 1, Bob, version: 2, minute: 2, revision: 1, ("resolved", "no"));
        await InteractionAsync(2, labels: 2);
        await LabelAsync(20, 2, Ann, version: 2, minute: 0, revision: 1, ("resolved", "a"), current: false);
        await LabelAsync(21, 2, Ann, version: 2, minute: 2, revision: 2, ("resolved", "b"));
        await LabelAsync(22, 2, Ann, version: 2, minute: 2, revision: 2, ("resolved", "c"));
        await InsertAsync("workflow_counters", ("workflow_id", 1L), ("shard", 3), ("labels", 5L));

        await MigrateAsync();

        Assert.Equal(
            ["10 1 False", "11 2 True", "12 1 True", "20 1 False", "21 2 False", "22 3 True"],
            await RowsAsync(
                "SELECT id || ' ' || revision || ' ' || CASE WHEN is_current THEN 'True' ELSE 'False' END FROM labels ORDER BY id"
            )
        );
        Assert.Equal(
            ["resolved=yes", "tone=3"],
            await RowsAsync("SELECT criterion || '=' || value FROM label_answers WHERE label_id = 11 ORDER BY 1")
        );
        Assert.Equal(["2"], await RowsAsync("SELECT rubric_version_id::text FROM labels WHERE id = 11"));
        Assert.Equal(["2", "1"], await RowsAsync("SELECT label_count::text FROM interactions ORDER BY id"));
        Assert.Equal(["3"], await RowsAsync("SELECT sum(labels)::text FROM workflow_counters"));
        Assert.Equal(["1 0"], await RowsAsync("SELECT DISTINCT rubric_id || ' ' || turn FROM labels"));
        // Labels that are no longer current stay counted until agreement counts their interactions again. Current labels are not counted
        // yet.
        Assert.Equal(
            ["10 true", "11 false", "12 true", "21 true", "22 false"],
            await RowsAsync("SELECT id || ' ' || is_counted FROM labels WHERE id <> 20 ORDER BY id")
        );
        var second = await Assert.ThrowsAsync<PostgresException>(() =>
            LabelAsync(30, 1, Ann, version: 2, minute: 3, revision: 3, ("resolved", "x"), rubric: 1)
        );
        Assert.Equal(PostgresErrorCodes.UniqueViolation, second.SqlState);
    }

    [Fact]
    public async Task Migrate_OfOnePersonsTwoLabels_KeepsTheSlotAndTheDay()
    {
        await InteractionAsync(1, labels: 3);
        await InsertAsync(
            "queue_items",
            ("id", 1L),
            ("tenant_id", 1L),
            ("workflow_id", 1L),
            ("interaction_id", 1L),
            ("slots", 1),
            ("labels_done", 1),
            ("inclusion_probability", 1.0)
        );
        await InsertAsync("assignments", ("id", 1L), ("queue_item_id", 1L), ("labeler_id", Bob), ("state", 1), ("fence", 2));
        await LabelAsync(10, 1, Bob, version: 3, minute: 0, revision: 1, ("ok", "no"), assignment: 1);
        await LabelAsync(11, 1, Bob, version: 3, minute: 1, revision: 1, ("ok", "yes"), assignment: 1, extra: true);
        await LabelAsync(12, 1, Bob, version: 2, minute: 2, revision: 1, ("resolved", "no"));
        await InsertAsync("labeler_days", ("labeler_id", Bob), ("workflow_id", 1L), ("day", new DateOnly(2026, 3, 1)), ("labels", 2));

        await MigrateAsync();

        Assert.Equal(
            ["10 1 false false", "11 2 true false", "12 1 true false"],
            await RowsAsync("SELECT id || ' ' || revision || ' ' || is_current || ' ' || is_extra FROM labels ORDER BY id")
        );
        Assert.Equal(["ok=yes"], await RowsAsync("SELECT criterion || '=' || value FROM label_answers WHERE label_id = 11"));
        Assert.Equal(["2"], await RowsAsync("SELECT label_count::text FROM interactions"));
        Assert.Equal(["-1"], await RowsAsync("SELECT sum(labels)::text FROM workflow_counters"));
        Assert.Equal(["1"], await RowsAsync("SELECT labels::text FROM labeler_days"));
        Assert.Equal(["1"], await RowsAsync("SELECT labels_done::text FROM queue_items"));
    }

    private async Task MigrateAsync(string? target = null)
    {
        await using var context = new TriageDbContext(
            DatabaseOptions.Build(
                new DatabaseConnection(
                    DatabaseProvider.PostgreSql,
                    new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString
                )
            )
        );
        await context.GetService<IMigrator>().MigrateAsync(target);
    }

    private Task InteractionAsync(long id, int labels) =>
        InsertAsync(
            "interactions",
            ("id", id),
            ("tenant_id", 1L),
            ("workflow_id", 1L),
            ("trace_id", $"t{id}"),
            ("task_id", "k"),
            ("model_version", "v"),
            ("label_count", labels)
        );

    private Task LabelAsync(
        long id,
        long interaction,
        long labeler,
        long version,
        int minute,
        int revision,
        params (string Criterion, string Value)[] answers
    ) => LabelAsync(id, interaction, labeler, version, minute, revision, answers, true, null, false, null);

    private Task LabelAsync(
        long id,
        long interaction,
        long labeler,
        long version,
        int minute,
        int revision,
        (string Criterion, string Value) answer,
        bool current = true,
        long? assignment = null,
        bool extra = false,
        long? rubric = null
    ) => LabelAsync(id, interaction, labeler, version, minute, revision, [answer], current, assignment, extra, rubric);

    private async Task LabelAsync(
        long id,
        long interaction,
        long labeler,
        long version,
        int minute,
        int revision,
        (string Criterion, string Value)[] answers,
        bool current,
        long? assignment,
        bool extra,
        long? rubric
    )
    {
        (string, object)[] values =
        [
            ("id", id),
            ("tenant_id", 1L),
            ("workflow_id", 1L),
            ("interaction_id", interaction),
            ("labeler_id", labeler),
            ("rubric_version_id", version),
            ("idempotency_key", Guid.NewGuid()),
            ("revision", revision),
            ("is_current", current),
            ("is_counted", current),
            ("is_extra", extra),
            ("created_at", Noon.AddMinutes(minute)),
            ("assignment_id", (object?)assignment ?? DBNull.Value),
        ];
        await InsertAsync("labels", rubric is { } r ? [.. values, ("rubric_id", r)] : values);
        foreach (var (criterion, value) in answers)
            await InsertAsync("label_answers", ("label_id", id), ("criterion", criterion), ("value", value));
    }

    /// <summary>Inserts a row with these values, and with placeholders in all other required columns.</summary>
    private async Task InsertAsync(string table, params (string Column, object Value)[] values)
    {
        var given = values.Select(v => v.Column).ToHashSet();
        var needed = new List<(string Column, object Value)>(values);
        await using (
            var columns = new NpgsqlCommand(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 AND is_nullable = "
                    + "'NO' AND column_default IS NULL AND is_identity = 'NO'",
                db
            )
            {
                Parameters = { new() { Value = table } },
            }
        )
        await using (var reader = await columns.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                if (!given.Contains(reader.GetString(0)))
                    needed.Add((reader.GetString(0), Placeholder(reader.GetString(1))));
        }

        await using var insert = new NpgsqlCommand(
            $"INSERT INTO {table} ({string.Join(", ", needed.Select(n => n.Column))}) VALUES "
                + $"({string.Join(", ", needed.Select((_, n) => $"${n + 1}"))})",
            db
        );
        foreach (var (_, value) in needed)
            insert.Parameters.Add(new NpgsqlParameter { Value = value });
        await insert.ExecuteNonQueryAsync();
    }

    private static object Placeholder(string type) =>
        type switch
        {
            "bigint" => 0L,
            "integer" => 0,
            "smallint" => (short)0,
            "boolean" => false,
            "double precision" => 0.5,
            "timestamp with time zone" => Noon,
            "date" => new DateOnly(2026, 3, 1),
            "uuid" => Guid.NewGuid(),
            "text" or "character varying" => "",
            _ => throw new InvalidOperationException($"No value for a column of the type {type}."),
        };

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
