using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Requests a second of <c>GET /api/v1/route</c>, key checked, split over two releases of six components. Reference: an endpoint that does
/// nothing, in an app that has nothing else, on the same Kestrel in the same process. The same clients ask both, over connections kept alive.
/// </summary>
internal static class RouteBenchmark
{
    private const int Clients = 32;

    public static async Task RunAsync(BenchmarkSize size)
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp([], database.Connection, b =>
        {
            b.WebHost.UseUrls("http://127.0.0.1:0");
            b.Logging.SetMinimumLevel(LogLevel.Error);
        });
        await FillAsync(database);
        await app.StartAsync();
        var key = await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("bench", "bench", ["ingest"], null);
        await using var empty = await StartEmptyAsync();
        using var routing = Client(app.Urls.First(), key.Key);
        using var nothing = Client(empty.Urls.First(), null);
        string Route(int n) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/route?workflow=support&unit=case-{n}");
        string Nothing(int n) => string.Create(CultureInfo.InvariantCulture, $"/empty?workflow=support&unit=case-{n}");
        var (pairs, seconds) = size == BenchmarkSize.Full ? (11, 4.0) : (7, 2.0);
        await RunAsync(routing, Route, seconds);
        await RunAsync(nothing, Nothing, seconds);
        var (ours, reference) = (new List<Figures>(), new List<Figures>());
        for (var pair = 0; pair < pairs; pair++)
        {
            ours.Add(await RunAsync(routing, Route, seconds));
            reference.Add(await RunAsync(nothing, Nothing, seconds));
        }

        Measure.Print("route", Measure.Median(ours.Select(f => f.PerSecond)), Measure.Median(reference.Select(f => f.PerSecond)), "requests/s", "goal ≥ 0.8");
        Measure.Print("route, p99", Measure.Median(ours.Select(f => f.P99)), Measure.Median(reference.Select(f => f.P99)), "ms", "less is better, goal ≤ 1.5");
    }

    private sealed record Figures(double PerSecond, double P99);

    /// <summary>Each client asks for the next as soon as it has an answer.</summary>
    private static async Task<Figures> RunAsync(HttpClient client, Func<int, string> address, double seconds)
    {
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => Task.Run(async () =>
        {
            var own = new List<double>(20_000);
            for (var n = 0; clock.Elapsed.TotalSeconds < seconds; n++)
            {
                var from = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(new Uri(address((n * Clients) + c), UriKind.Relative));
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address(n)} answered {(int)answer.StatusCode}");
                own.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            return own;
        })));
        var all = times.SelectMany(t => t).ToList();
        return new Figures(all.Count / clock.Elapsed.TotalSeconds, Measure.Percentile(all, 0.99));
    }

    private static HttpClient Client(string address, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = new Uri(address) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private static async Task<WebApplication> StartEmptyAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var app = builder.Build();
        app.MapGet("/empty", () => { });
        await app.StartAsync();
        return app;
    }

    private static async Task FillAsync(BenchmarkDatabase database)
    {
        await using var db = database.CreateContext();
        var workflow = new Workflow { Tenant = new Tenant { Key = "bench", Name = "bench", CreatedAt = DateTimeOffset.UnixEpoch }, Key = "support", Name = "support", Configured = true, CreatedAt = DateTimeOffset.UnixEpoch };
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        var (live, candidate) = (await AddAsync(db, workflow, 1), await AddAsync(db, workflow, 2));
        db.ReleaseTransitions.Add(new ReleaseTransition { ReleaseId = live.Id, Number = 1, FromState = ReleaseState.Draft, ToState = ReleaseState.Live, At = DateTimeOffset.UnixEpoch, Actor = "bench" });
        await db.SaveChangesAsync();
        (live.State, live.TransitionNumber) = (ReleaseState.Live, 1);
        db.Experiments.Add(new Experiment
        {
            TenantId = workflow.TenantId, WorkflowId = workflow.Id, Kind = ExperimentKind.Split, IsRunning = true, StartedAt = DateTimeOffset.UnixEpoch, StartedBy = "bench",
            Arms = [new ExperimentArm { WorkflowId = workflow.Id, ReleaseId = live.Id, IsControl = true, Share = 0.9 }, new ExperimentArm { WorkflowId = workflow.Id, ReleaseId = candidate.Id, Share = 0.1 }],
        });
        await db.SaveChangesAsync();
    }

    private static async Task<Release> AddAsync(Data.TriageDbContext db, Workflow workflow, long id)
    {
        var name = $"v{id}";
        var versions = Enum.GetValues<ComponentKind>().Take(6).Select(k => new ComponentVersion
        {
            TenantId = workflow.TenantId, WorkflowId = workflow.Id, Kind = k, Name = $"{k}", Version = name, Reference = $"git:{name}", ContentHash = new string('a', 64), Author = "bench", CreatedAt = DateTimeOffset.UnixEpoch,
        }).ToList();
        var release = new Release { Id = id, TenantId = workflow.TenantId, WorkflowId = workflow.Id, Name = name, Author = "bench", CreatedAt = DateTimeOffset.UnixEpoch };
        db.AddRange(versions);
        db.Add(release);
        await db.SaveChangesAsync();
        release.Components.AddRange(versions.Select(v => new ReleaseComponent { WorkflowId = workflow.Id, Kind = v.Kind, Name = v.Name, ComponentVersionId = v.Id }));
        await db.SaveChangesAsync();
        return release;
    }
}
