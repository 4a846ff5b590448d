using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Demo;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Patterns;

public sealed class PatternSearchTests : IAsyncDisposable
{
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    [Fact]
    public async Task Search_OfTheDemoTraffic_FindsThePlantedFailuresFirst()
    {
        var world = await WorldAsync();
        foreach (var chunk in DemoTraffic.Lines(TimeProvider.System.GetUtcNow()).Chunk(500)) await world.Ingest.AcceptAsync(IngestSource.EachEventsTenant, chunk.Select((l, n) => new EventLine(n + 1, l)).ToList());
        var search = world.Get<PatternSearch>();
        foreach (var workflow in await search.DueAsync()) Assert.True(await search.SearchAsync(workflow));
        foreach (var (key, terms) in new[]
                 {
                     (DemoTraffic.Support, new[] { "prompt version = support-v3", "country = DE", "intent = refund" }),
                     (DemoTraffic.Rag, ["knowledge version = kb-snapshot-42"]),
                     (DemoTraffic.Code, ["model version = reviewer@reviewer-2.1", "long_input = true"]),
                 })
        {
            var found = await world.QueryAsync(db => db.FailurePatterns.Where(p => p.IsCurrent && db.Workflows.Any(w => w.Id == p.WorkflowId && w.Key == key)).OrderBy(p => p.Rank).ToListAsync());
            foreach (var p in found) TestContext.Current.SendDiagnosticMessage($"{key}: {p.Rank} {p.Name} {p.Failures}/{p.Interactions} rest {p.RestRate:0.00} p {p.P:E1} impact {p.Impact:0.0} {p.Action}");
        }
    }

    [Fact]
    public async Task Search_OfRealConversations_NamesFailingVersionsAndTaskGroups()
    {
        var world = await WorldAsync();
        await world.SendAsync(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"));
        var search = world.Get<PatternSearch>();
        foreach (var workflow in await search.DueAsync()) Assert.True(await search.SearchAsync(workflow));
        foreach (var p in await world.QueryAsync(db => db.FailurePatterns.Where(p => p.IsCurrent).OrderBy(p => p.WorkflowId).ThenBy(p => p.Rank).ToListAsync()))
            TestContext.Current.SendDiagnosticMessage($"{p.WorkflowId}: {p.Rank} {p.Name} {p.Failures}/{p.Interactions} rest {p.RestRate:0.00} p {p.P:E1} impact {p.Impact:0.0} {p.Action}");
        foreach (var r in await world.QueryAsync(db => db.PatternRuns.ToListAsync())) TestContext.Current.SendDiagnosticMessage($"{r.WorkflowId} {r.Interactions} {r.Failures} {r.Tested} {r.Milliseconds} {r.Notes}");
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null) await fixture.DisposeAsync();
    }
}
