using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The list of interactions as its page opens it: the rows with their count, the facets with the histogram, and the place of one
/// interaction in the list. Reference: the same on 1,000 interactions. There are twenty workflows; one has half of the traffic.
/// </summary>
internal static class ListsBenchmark
{
    private const int Few = 1_000;
    private const int Pairs = 25;
    private static readonly GridQuery First = new();

    private static readonly (string Name, string Address, GridQuery Query)[] Views =
    [
        ("all workflows", "", First),
        ("one workflow", "?workflow=w0", First),
        ("needs review", "?workflow=w0&show=needs_review", First),
        ("one segment", "?segment=s2", First),
        ("tenth page", "", First with { Page = 10 }),
    ];

    public static async Task RunAsync(BenchmarkSize size)
    {
        var many = size == BenchmarkSize.Full ? 10_000_000 : 1_000_000;
        await using var small = await BenchmarkDatabase.StartAsync();
        await using var large = await BenchmarkDatabase.StartAsync();
        await FillAsync(small, Few);
        await FillAsync(large, many);
        await using var ofSmall = Services(small);
        await using var ofLarge = Services(large);
        var (theirs, ours) = (ofSmall.GetRequiredService<InteractionList>(), ofLarge.GetRequiredService<InteractionList>());
        var tenant = await TenantAsync(small);
        var lead = new PersonAccess(1, "Lead", [new Grant(Role.Lead, tenant, null)]);
        var (here, there) = (await MiddleAsync(large), await MiddleAsync(small));
        await CompareAsync(
            "place on the first page",
            () => ours.PlaceAsync(lead, InteractionListQuery.Of(""), First, here, 25),
            () => theirs.PlaceAsync(lead, InteractionListQuery.Of(""), First, there, 25),
            many
        );
        var (api, apiOfFew) = (ofLarge.GetRequiredService<InteractionService>(), ofSmall.GetRequiredService<InteractionService>());
        await CompareAsync(
            "newest of all workflows by the API",
            () => api.SearchAsync(lead, null, new InteractionFilter(), null, 50),
            () => apiOfFew.SearchAsync(lead, null, new InteractionFilter(), null, 50),
            many
        );
        foreach (var (name, address, query) in Views)
        {
            var list = InteractionListQuery.Of(address);
            await CompareAsync($"rows, {name}", () => ours.PageAsync(lead, list, query), () => theirs.PageAsync(lead, list, query), many);
            if (query.Page == 1)
                await CompareAsync($"facets, {name}", () => ours.FacetsAsync(lead, list), () => theirs.FacetsAsync(lead, list), many);
        }
    }

    private static async Task CompareAsync<T>(string name, Func<Task<T>> ours, Func<Task<T>> reference, int many)
    {
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var n = 0; n < 5; n++)
        {
            await ours();
            await reference();
        }

        for (var n = 0; n < Pairs; n++)
        {
            mine.Add(await MillisecondsAsync(ours));
            theirs.Add(await MillisecondsAsync(reference));
        }

        Measure.Print(
            $"lists, {name}",
            Measure.Median(mine),
            Measure.Median(theirs),
            "ms",
            $"{many:N0} interactions compared with {Few:N0}"
        );
    }

    private static async Task<double> MillisecondsAsync<T>(Func<Task<T>> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>The interaction in the middle of the first page of the list.</summary>
    private static async Task<long> MiddleAsync(BenchmarkDatabase database)
    {
        await using var db = database.CreateContext();
        return await db.Interactions.OrderByDescending(i => i.Id).Select(i => i.Id).Skip(24).FirstAsync();
    }

    private static async Task<long> TenantAsync(BenchmarkDatabase database)
    {
        await using var db = database.CreateContext();
        return (await db.Tenants.SingleAsync()).Id;
    }

    private static ServiceProvider Services(BenchmarkDatabase database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddTriageServices(database.Connection);
        return services.BuildServiceProvider();
    }

    private static Task<string> FillAsync(BenchmarkDatabase database, int interactions) =>
        database.PsqlAsync(
            "INSERT INTO tenants (key, name, created_at) VALUES ('bench', 'bench', now())",
            """
            INSERT INTO workflows (tenant_id, key, name, configured, outcome_metric, outcome_direction, value_per_unit, base_impact,
              review_threshold, labels_per_item, labels_per_audit_item, audit_share, lease_minutes, segment_weights, created_at,
              row_version)
            SELECT id, 'w' || n, 'w' || n, true, 'resolved', 0, 1, 1, 0.3, 1, 2, 0.02, 15, '{}', now(), 0 FROM tenants,
              generate_series(0, 19) n
            """,
            $"""
            INSERT INTO interactions (id, tenant_id, workflow_id, trace_id, task_id, timestamp, received_at, model_id, model_version,
              release, segment, country, client_latency_ms, shadow, is_rolled_up, time_is_real, outcome_metric, outcome_value, suspicion,
              needs_review, label_count, preview)
            SELECT n, w.tenant_id, w.id, 't' || n, 'k' || n, at, at, 'm', '1', 'r' || h % 4, 's' || (h >> 12) % 5, 'c' || (h >> 16) % 8,
              exp(6 + ((h >> 5) % 1000) / 500.0), false, true, true, 'resolved', CASE WHEN h % 10 > 0 THEN least(1, (h >> 9) % 3) END,
              (h % 1000) / 1000.0, h % 12 = 0, 0, 'A question of a customer about order ' || n
            FROM (SELECT n, hashint8(n) & 2147483647 AS h, now() - interval '60 days' * (1 - n::float8 / {interactions
                + 1}) AS at FROM generate_series(1, {interactions}) n) g
            JOIN workflows w ON w.key = 'w' || CASE WHEN g.h % 2 = 0 THEN 0 ELSE (g.h >> 3) % 20 END
            """,
            "INSERT INTO workflow_counters (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, labels) "
                + "SELECT id, 0, (SELECT count(*) FROM interactions), 0, 0, 0, 0 FROM workflows",
            "VACUUM ANALYZE"
        );
}
