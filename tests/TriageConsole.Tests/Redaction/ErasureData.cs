using Microsoft.EntityFrameworkCore;
using Npgsql;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Redaction;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Redaction;
using TriageConsole.Tests.Evaluation;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Redaction;

/// <summary>Texts of a user in many tables, and the search for them in all tables.</summary>
internal static class ErasureData
{
    public const string Marker = "zebracorn";

    public static Task<int> KeepRawAsync(EvalWorld w) =>
        w.Fixture.QueryAsync(async db =>
        {
            db.RedactionSettings.Add(
                new RedactionSetting
                {
                    TenantId = w.Workflow.TenantId,
                    WorkflowId = w.Workflow.Id,
                    Definition = new RedactionDefinition { KeepRaw = true }.ToJson(),
                }
            );
            return await db.SaveChangesAsync();
        });

    /// <summary>A label with a comment, a text answer, a draft and a flag on the interaction t0.</summary>
    public static async Task LabelAsync(EvalWorld w)
    {
        var lines = $$"""{"trace_id":"t0","labeler_id":"ann","rubric_key":"quality","value":"no","comment":"{{Marker}}"}""";
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(lines));
        var imported = await w.Fixture.Get<LabelImportService>().ImportAsync(w.Workflow.TenantId, stream);
        Assert.Equal(1, imported.Accepted);
        await w.Fixture.QueryAsync(async db =>
        {
            var label = await db.Labels.SingleAsync(l => l.Comment != null);
            var version = await db.RubricVersions.SingleAsync(v => v.Id == label.RubricVersionId);
            var text = new RubricVersion
            {
                RubricId = version.RubricId,
                Number = version.Number + 1,
                Definition = """{"title":"T","instructions":"","criteria":[{"key":"why","kind":"text","label":"Why?"}]}""",
                PublishedAt = DateTimeOffset.UnixEpoch,
            };
            db.RubricVersions.Add(text);
            await db.SaveChangesAsync();
            label.RubricVersionId = text.Id;
            db.LabelAnswers.Add(
                new LabelAnswer
                {
                    LabelId = label.Id,
                    Criterion = "why",
                    Value = Marker,
                }
            );
            var item = new QueueItem
            {
                TenantId = w.Workflow.TenantId,
                WorkflowId = w.Workflow.Id,
                InteractionId = label.InteractionId,
                Source = QueueSource.Requested,
                Reason = "test",
                Slots = 1,
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            db.QueueItems.Add(item);
            await db.SaveChangesAsync();
            var assignment = new Assignment
            {
                QueueItemId = item.Id,
                LabelerId = label.LabelerId,
                LeasedAt = DateTimeOffset.UnixEpoch,
                LeaseUntil = DateTimeOffset.UnixEpoch,
            };
            db.Assignments.Add(assignment);
            await db.SaveChangesAsync();
            db.LabelDrafts.Add(
                new LabelDraft
                {
                    AssignmentId = assignment.Id,
                    Answers = $$"""{"why":"{{Marker}}"}""",
                    SavedAt = DateTimeOffset.UnixEpoch,
                }
            );
            db.Flags.Add(
                new Flag
                {
                    TenantId = w.Workflow.TenantId,
                    WorkflowId = w.Workflow.Id,
                    InteractionId = label.InteractionId,
                    AssignmentId = assignment.Id,
                    LabelerId = label.LabelerId,
                    Kind = FlagKind.Other,
                    Note = Marker,
                    CreatedAt = DateTimeOffset.UnixEpoch,
                }
            );
            return await db.SaveChangesAsync();
        });
    }

    public static Task<string> CountsAsync(EvalWorld w) =>
        w.Fixture.QueryAsync(async db =>
            string.Join(
                ' ',
                new object[]
                {
                    await db.Interactions.CountAsync(),
                    await db.Signals.CountAsync(),
                    await db.Labels.CountAsync(),
                    await db.LabelAnswers.CountAsync(),
                    await db.EvalItems.CountAsync(),
                    await db.EvalResults.CountAsync(),
                    await db.GoldenVersions.CountAsync(),
                    await db.QueueItems.CountAsync(),
                    await db.Interactions.SumAsync(i => i.Suspicion),
                    await db.Rollups.SumAsync(r => r.Events),
                }
            )
        );

    public static async Task<int> OccurrencesAsync(EvalWorld w, string text) =>
        (await WhereAsync(w, text)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Every row of every table of the database that contains the text, also in its ids.</summary>
    public static Task<string> WhereAsync(EvalWorld w, string text) => WhereAsync(w.Fixture.Database, text);

    /// <inheritdoc cref="WhereAsync(EvalWorld, string)"/>
    public static async Task<string> WhereAsync(TestDatabase database, string text)
    {
        await using var connection = new NpgsqlConnection(database.Connection.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (
            var command = new NpgsqlCommand(
                "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
                    + "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
                connection
            )
        )
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"SELECT t::text FROM {table} t WHERE t::text LIKE '%' || $1 || '%'", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = text });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                found.Add($"{table}: {reader.GetString(0).ReplaceLineEndings(" ")}");
        }

        return string.Join('\n', found);
    }
}
