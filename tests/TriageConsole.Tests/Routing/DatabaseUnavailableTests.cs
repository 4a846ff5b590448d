using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Data;
using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Routing;

/// <summary>The app with a database server of the test that is killed while the app serves.</summary>
public sealed class DatabaseUnavailableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("triage-routing-").FullName;

    public DatabaseUnavailableTests()
    {
        TestServer.PostgresOnly("an embedded cluster");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Routes_WhileTheDatabaseIsUnavailable_AreServed_AndUpdatedAfterwards()
    {
        await using var server = await LocalPostgresServer.StartAsync(
            new LocalPostgresOptions
            {
                DataDirectory = folder,
                Durable = false,
                BinDirectory = Environment.GetEnvironmentVariable("TRIAGE_POSTGRES_BIN"),
            }
        );
        var (workflow, live) = await PrepareAsync(server.Connection);
        var clock = new TestClock();
        await using var app = new TriageConsoleApp(
            [],
            server.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Critical);
                b.Services.AddSingleton<TimeProvider>(clock);
            }
        );
        await app.StartAsync();
        var keys = app.Services.GetRequiredService<ApiKeyService>();
        using var known = Client(app, (await keys.CreateAsync("acme", "known", ["read"], null)).Key);
        using var late = Client(app, (await keys.CreateAsync("acme", "late", ["read"], null)).Key);
        Assert.Equal("v1", await known.ReleaseAsync());

        using (
            var postmaster = Process.GetProcessById(
                int.Parse(
                    (await File.ReadAllLinesAsync(Path.Combine(server.ClusterFolder, "postmaster.pid")))[0],
                    CultureInfo.InvariantCulture
                )
            )
        )
        {
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }

        // Long enough that every cached check of the key has expired.
        for (var n = 0; n < 40; n++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal("v1", await known.ReleaseAsync());
        }

        clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal("v1", await known.ReleaseAsync());
        using (var refused = await late.GetAsync(RoutingRows.Address("support", "u")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.True(await server.ReviveAsync());
        await using (var db = new TriageDbContext(DatabaseOptions.Build(server.Connection)))
        {
            await BackAsync(db);
            await RoutingRows.PromoteAsync(db, live, await RoutingRows.AddReleaseAsync(db, workflow, "v2"));
        }

        await RoutingRows.UntilAsync(clock, () => known.ReleaseAsync(), "v2");
        await RoutingRows.UntilAsync(clock, () => late.ReleaseAsync(), "v2");
    }

    private static HttpClient Client(TriageConsoleApp app, string key) =>
        new() { BaseAddress = new Uri(app.Urls.First()), DefaultRequestHeaders = { Authorization = new("Bearer", key) } };

    /// <summary>Each pooled connection from before fails once.</summary>
    private static Task BackAsync(TriageDbContext db) =>
        Wait.UntilAsync(async () => await db.RoutingVersions.CountAsync() >= 0, "The database", tolerant: true);

    private static async Task<(Workflow Workflow, Release Live)> PrepareAsync(DatabaseConnection connection)
    {
        await using var db = new TriageDbContext(DatabaseOptions.Build(connection));
        await db.Database.MigrateAsync();
        var workflow = new Workflow
        {
            Tenant = new Tenant
            {
                Key = "acme",
                Name = "acme",
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            Key = "support",
            Name = "support",
            Configured = true,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        var live = await RoutingRows.AddReleaseAsync(db, workflow, "v1");
        await RoutingRows.PromoteAsync(db, null, live);
        return (workflow, live);
    }
}
