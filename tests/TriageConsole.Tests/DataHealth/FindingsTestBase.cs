using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.DataHealth;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.DataHealth;

/// <summary>Sends events to a new database and returns the findings about them.</summary>
public abstract class FindingsTestBase : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    protected IngestFixture World { get; private set; } = null!;

    public async ValueTask InitializeAsync() => World = await IngestFixture.CreateAsync();

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>Events at a constant rate over twenty days up to now.</summary>
    protected static string[] Lines(
        int count,
        Func<int, Random, string> extra,
        string workflow = "support",
        int seed = 1,
        TimeSpan ahead = default
    )
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(n =>
                {
                    var more = extra(n, random);
                    return $"{{\"trace_id\":\"{workflow}-{n}\",\"task_type\":\"{workflow}\",\"task_id\":\"k{n}\","
                        + $"\"model_version\":\"v1\","
                        + $"\"timestamp\":\"{Now.AddDays(-20 + (20.0 * (n + 1) / count)) + ahead:O}\","
                        + $"\"input\":\"Hi\"{(more.Length > 0 ? "," + more : "")}}}";
                }),
        ];
    }

    protected async Task SendAsync(string[] lines)
    {
        var result = await World.SendAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Empty(result.Quarantined);
    }

    protected async Task<List<Finding>> FindAsync(string[] lines, string workflow = "support")
    {
        await SendAsync(lines);
        var id = await World.QueryAsync(db => db.Workflows.Where(w => w.Key == workflow).Select(w => w.Id).SingleAsync());
        await World.Get<FindingsService>().LookAsync(id);
        return await World.QueryAsync(db => db.Findings.Where(f => f.WorkflowId == id).OrderBy(f => f.Subject).ToListAsync());
    }
}
