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
/// Requests per second of <c>GET /api/v1/route</c>, with API key check and a split between two releases of six components. Reference: an
/// empty endpoint in an empty app on the same Kestrel in the same process. The same clients send both over keep-alive connections.
/// </summary>
internal static class RouteBenchmark
{
    private const int Clients = 32;

    /// <summary>The seconds that one side is measured before the other.</summary>
    private const double Turn = 0.2;

    public static async Task RunAsync(BenchmarkSize size)
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp(
            [],
            database.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Error);
            }
        );
        await FillAsync(database);
        await app.StartAsync();
        var key = await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("bench", "bench", ["ingest"], null);
        await using var empty = await StartEmptyAsync();
        using var routing = Client(app.Urls.First(), key.Key);
        using var nothing = Client(empty.Urls.First(), key.Key);
        string Route(int n) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/route?workflow=support&unit=case-{n}");
        string Nothing(int n) => string.Create(CultureInfo.InvariantCulture, $"/empty?workflow=support&unit=case-{n}");
        // Warm up until both sides are fully JIT-compiled.
        for (var n = 0; n < 20; n++)
            await RunAsync(n % 2 == 0 ? routing : nothing, n % 2 == 0 ? Route : Nothing, 1);
        // Use many short turns, so that other load of the machine affects both sides equally.
        var (ours, reference) = (new List<List<double>>(), new List<List<double>>());
        for (var pair = 0; pair < (size == BenchmarkSize.Full ? 500 : 60); pair++)
        {
            ours.Add(await RunAsync(routing, Route, Turn));
            reference.Add(await RunAsync(nothing, Nothing, Turn));
        }

        Measure.Print(
            "route",
            Rate(ours),
            Rate(reference),
            "requests/s",
            $"goal ≥ 0.8; median of {ours.Count} pairs {Measure.Median(ours.Zip(reference, (a, b) => (double)a.Count / b.Count)):0.00}"
        );
        Measure.Print("route, p99", P99(ours), P99(reference), "ms", "less is better, goal ≤ 1.5");
    }

    private static double Rate(List<List<double>> turns) => Measure.Median(turns.Select(t => t.Count / Turn));

    private static double P99(List<List<double>> turns) => Measure.Percentile([.. turns.SelectMany(t => t)], 0.99);

    /// <summary>Each client sends the next request when it has a response. Returns the milliseconds of each request.</summary>
    private static async Task<List<double>> RunAsync(HttpClient client, Func<int, string> address, double seconds)
    {
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(c =>
                    Task.Run(async () =>
                    {
                        var own = new List<double>(2_000);
                        for (var n = 0; clock.Elapsed.TotalSeconds < seconds; n++)
                        {
                            var from = Stopwatch.GetTimestamp();
                            using var answer = await client.GetAsync(
                                new Uri(address((n * Clients) + c), UriKind.Relative),
                                HttpCompletionOption.ResponseHeadersRead
                            );
                            if (!answer.IsSuccessStatusCode)
                                throw new InvalidOperationException($"{address(n)} answered {(int)answer.StatusCode}");
                            await answer.Content.CopyToAsync(Stream.Null);
                            own.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                        }

                        return own;
                    })
                )
        );
        return [.. times.SelectMany(t => t)];
    }

    private static HttpClient Client(string address, string key)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                MaxConnectionsPerServer = Clients,
                UseCookies = false,
                ActivityHeadersPropagator = null,
            }
        )
        {
            BaseAddress = new Uri(address),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
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
        var workflow = new Workflow
        {
            Tenant = new Tenant
            {
                Key = "bench",
                Name = "bench",
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            Key = "support",
            Name = "support",
            Configured = true,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        var (live, candidate) = (await AddAsync(db, workflow, 1), await AddAsync(db, workflow, 2));
        db.ReleaseTransitions.Add(
            new ReleaseTransition
            {
                ReleaseId = live.Id,
                Number = 1,
                FromState = ReleaseState.Draft,
                ToState = ReleaseState.Live,
                At = DateTimeOffset.UnixEpoch,
                Actor = "bench",
            }
        );
        await db.SaveChangesAsync();
        (live.State, live.TransitionNumber) = (ReleaseState.Live, 1);
        db.Experiments.Add(
            new Experiment
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Kind = ExperimentKind.Split,
                IsRunning = true,
                StartedAt = DateTimeOffset.UnixEpoch,
                StartedBy = "bench",
                Arms =
                [
                    new ExperimentArm
                    {
                        WorkflowId = workflow.Id,
                        ReleaseId = live.Id,
                        IsControl = true,
                        Share = 0.9,
                    },
                    new ExperimentArm
                    {
                        WorkflowId = workflow.Id,
                        ReleaseId = candidate.Id,
                        Share = 0.1,
                    },
                ],
            }
        );
        await db.SaveChangesAsync();
    }

    private static async Task<Release> AddAsync(Data.TriageDbContext db, Workflow workflow, long id)
    {
        var name = $"v{id}";
        var versions = Enum.GetValues<ComponentKind>()
            .Take(6)
            .Select(k => new ComponentVersion
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Kind = k,
                Name = $"{k}",
                Version = name,
                Reference = $"git:{name}",
                ContentHash = new string('a', 64),
                Author = "bench",
                CreatedAt = DateTimeOffset.UnixEpoch,
            })
            .ToList();
        var release = new Release
        {
            Id = id,
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = name,
            Author = "bench",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.AddRange(versions);
        db.Add(release);
        await db.SaveChangesAsync();
        release.Components.AddRange(
            versions.Select(v => new ReleaseComponent
            {
                WorkflowId = workflow.Id,
                Kind = v.Kind,
                Name = v.Name,
                ComponentVersionId = v.Id,
            })
        );
        await db.SaveChangesAsync();
        return release;
    }
}
