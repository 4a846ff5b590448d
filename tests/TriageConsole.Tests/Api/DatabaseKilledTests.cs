using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Api;

/// <summary>Connections that the database ends in the middle of a batch: the sender is asked to send again, and nothing is lost or doubled.</summary>
public sealed class DatabaseKilledTests
{
    private const int Lines = 400;

    [Theory]
    [InlineData("query LIKE 'COPY%'", 6)]
    [InlineData("state IN ('active', 'idle in transaction')", 12)]
    public async Task Batch_WhoseConnectionIsKilled_IsAnswered503AndMaySentAgain(string which, int times)
    {
        await using var app = await TestApp.StartAsync();
        Assert.SkipUnless(app.Database.Connection.Provider == DatabaseProvider.PostgreSql, "pg_terminate_backend is PostgreSQL's own");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        client.Timeout = TimeSpan.FromMinutes(2);
        using var done = new CancellationTokenSource();
        var killing = KillAsync(app, which, done.Token);
        var (refused, sent) = (0, 0);
        while (refused < times)
        {
            Assert.True(sent < 500, $"Of {sent} batches only {refused} lost their connection.");
            using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(sent));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                sent++;
                continue;
            }

            refused++;
            await FaultTests.AssertProblemAsync(answer, 503, "may be sent again");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        await done.CancelAsync();
        Assert.True(await killing >= times);
        // The last one again until it is taken: connections of the pool that were killed fail once each.
        while (true)
        {
            using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(sent));
            if (answer.StatusCode == HttpStatusCode.OK) break;
            await FaultTests.AssertProblemAsync(answer, 503, "may be sent again");
        }

        await using var db = app.Database.CreateContext();
        Assert.Equal((sent + 1) * Lines, await db.Interactions.CountAsync());
        Assert.Equal((sent + 1) * Lines, await db.InteractionPayloads.CountAsync());
        Assert.Equal((sent + 1) * Lines, await db.WorkflowCounters.SumAsync(c => c.Interactions));
    }

    private static ByteArrayContent Batch(int number) =>
        new(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Lines).Select(n => IngestFixture.Event($"b{number}-{n}", $"\"messages\":[{{\"role\":\"user\",\"content\":{JsonSerializer.Serialize(new string('x', 10_000))}}}]")))));

    /// <summary>Ends connections of the app as they are seen at such a statement; returns how many.</summary>
    private static async Task<int> KillAsync(TestApp app, string which, CancellationToken done)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(app.Database.Connection.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
#pragma warning disable CA2100 // The test's own words.
        await using var command = new NpgsqlCommand(
            $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND {which} AND (state <> 'active' OR random() < 0.3)", connection);
#pragma warning restore CA2100
        var killed = 0;
        while (!done.IsCancellationRequested)
        {
            killed += (int)(long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
            await Task.Yield();
        }

        return killed;
    }
}
