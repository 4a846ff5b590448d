using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageConsole.Data;
using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Api;

/// <summary>
/// The database ends connections in the middle of a batch: the sender must send again, and nothing is lost or stored twice.
/// </summary>
public sealed class DatabaseKilledTests
{
    private const int Lines = 400;

    [Theory]
    [InlineData("query LIKE 'COPY%' AND random() < 0.5", 6)]
    [InlineData("random() < 0.03", 12)]
    public async Task Batch_WithAKilledConnection_Gets503AndCanBeSentAgain(string which, int times)
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
            Assert.True(sent < 500, $"Only {refused} of {sent} batches lost their connection.");
            using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(sent));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                sent++;
                continue;
            }

            refused++;
            await FaultTests.AssertProblemAsync(answer, 503, "send unacknowledged data again");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        await done.CancelAsync();
        Assert.True(await killing >= times);
        // Send the last one until it is accepted: each killed connection of the pool fails once.
        while (true)
        {
            using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(sent));
            if (answer.StatusCode == HttpStatusCode.OK)
                break;
            await FaultTests.AssertProblemAsync(answer, 503, "send unacknowledged data again");
        }

        await using var db = app.Database.CreateContext();
        Assert.Equal((sent + 1) * Lines, await db.Interactions.CountAsync());
        Assert.Equal((sent + 1) * Lines, await db.InteractionPayloads.CountAsync());
        Assert.Equal((sent + 1) * Lines, await db.WorkflowCounters.SumAsync(c => c.Interactions));
    }

    [Fact]
    public async Task Batch_WithAKilledServer_Gets503UntilTheServerIsBack()
    {
        var folder = Directory.CreateTempSubdirectory("triage-killed-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            await using var server = await LocalPostgresServer.StartAsync(
                new LocalPostgresOptions
                {
                    DataDirectory = folder.FullName,
                    BinDirectory = Environment.GetEnvironmentVariable("TRIAGE_POSTGRES_BIN"),
                }
            );
            await using (var db = new TriageDbContext(DatabaseOptions.Build(server.Connection)))
                await db.Database.MigrateAsync();
            await using var app = new TriageConsoleApp(
                [],
                server.Connection,
                b =>
                {
                    b.WebHost.UseUrls("http://127.0.0.1:0");
                    b.Logging.SetMinimumLevel(LogLevel.Critical);
                }
            );
            await app.StartAsync();
            var key = (await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("acme", "test", ["ingest"], null)).Key;
            using var client = new HttpClient
            {
                BaseAddress = new Uri(app.Urls.First()),
                DefaultRequestHeaders = { Authorization = new("Bearer", key) },
            };
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(0))).StatusCode);
            var sending = Enumerable
                .Range(1, 6)
                .Select(n => client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(n)))
                .ToArray();
            using (
                var postmaster = Process.GetProcessById(
                    int.Parse(
                        (await File.ReadAllLinesAsync(Path.Combine(server.ClusterFolder, "postmaster.pid")))[0],
                        CultureInfo.InvariantCulture
                    )
                )
            )
            {
                // Most of them are being processed when the first is done.
                await Task.WhenAny(sending);
                postmaster.Kill();
                await postmaster.WaitForExitAsync();
            }

            var taken = new List<int> { 0 };
            for (var n = 1; n <= sending.Length; n++)
            {
                using var answer = await sending[n - 1];
                if (answer.StatusCode == HttpStatusCode.OK)
                    taken.Add(n);
                else
                    await FaultTests.AssertProblemAsync(answer, 503, "send unacknowledged data again");
            }

            using (var away = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), Batch(1)))
                await FaultTests.AssertProblemAsync(away, 503, "send unacknowledged data again");
            using (var health = await client.GetAsync(new Uri("/healthz", UriKind.Relative)))
                await FaultTests.AssertProblemAsync(health, 503, "The database is unreachable");
            Assert.True(await server.ReviveAsync());
            await using var after = new TriageDbContext(DatabaseOptions.Build(server.Connection));
            NpgsqlConnection.ClearAllPools();
            // Everything acknowledged is stored. A batch without an answer can be stored completely if only its answer was lost.
            var stored = (await after.Interactions.Select(i => i.TraceId).ToListAsync())
                .GroupBy(t => int.Parse(t[1..t.IndexOf('-', StringComparison.Ordinal)], CultureInfo.InvariantCulture))
                .ToDictionary(g => g.Key, g => g.Count());
            Assert.All(taken, n => Assert.Equal(Lines, stored[n]));
            Assert.All(stored.Values, count => Assert.Equal(Lines, count));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ByteArrayContent Batch(int number) =>
        new(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\n',
                    Enumerable
                        .Range(0, Lines)
                        .Select(n =>
                            IngestFixture.Event(
                                $"b{number}-{n}",
                                $"\"messages\":[{{\"role\":\"user\",\"content\":{JsonSerializer.Serialize(new string('x', 10_000))}}}]"
                            )
                        )
                )
            )
        );

    /// <summary>Ends connections of the app that run such a statement; returns their number.</summary>
    private static async Task<int> KillAsync(TestApp app, string which, CancellationToken done)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(app.Database.Connection.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(CancellationToken.None);
#pragma warning disable CA2100 // A constant of the test.
        await using var command = new NpgsqlCommand(
            $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid "
                + $"<> pg_backend_pid() AND backend_type = 'client backend' AND {which}",
            connection
        );
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
