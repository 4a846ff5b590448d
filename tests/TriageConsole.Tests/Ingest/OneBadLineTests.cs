using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Outcomes;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Ingest;

/// <summary>One bad line does not affect the other lines.</summary>
public sealed class OneBadLineTests : IAsyncDisposable
{
    private IngestFixture? fixture;
    private bool poisoned;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    private const string Poison = """ "feedback":[{"id":"p","name":"poison","value":1}] """;

    /// <summary>A database error that no check of the reader prevents.</summary>
    private async Task PoisonAsync(IngestFixture world)
    {
        await world.QueryAsync(db =>
            db.Database.ExecuteSqlRawAsync("ALTER TABLE signals ADD CONSTRAINT no_poison CHECK (name <> 'poison')")
        );
        poisoned = true;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(57)]
    [InlineData(99)]
    public async Task LineThatTheDatabaseRefuses_IsQuarantinedAndTheOthersAreStored(int bad)
    {
        var world = await WorldAsync();
        await PoisonAsync(world);
        string[] lines =
        [
            .. Enumerable.Range(0, 100).Select(n => Event($"t{n}", n == bad ? Poison : "")),
            "nonsense",
            """{"kind":"feedback","trace_id":"t1","name":"rating","value":1}""",
        ];
        var result = await world.SendAsync(lines);
        Assert.Equal((99, 2, 1), (result.Accepted, result.QuarantinedCount, result.Joined + result.Waiting));
        Assert.Contains(
            new LineVerdict(bad + 1, "not_storable", "The database refused this line. The log has the reason."),
            result.Quarantined
        );
        Assert.Equal(
            lines[bad],
            await world.QueryAsync(db => db.QuarantinedEvents.Where(q => q.Reason == "not_storable").Select(q => q.Line).SingleAsync())
        );
        await world.AssertCountersAsync();
        await RollupTests.AssertRollupsAsync(world);
        // A repeated import is safe and changes nothing.
        Assert.Equal(99, (await world.SendAsync(lines)).Duplicates - (result.Joined + result.Waiting));
    }

    [Fact]
    public async Task WaitingSignalThatCannotBeStored_DoesNotAffectItsInteractionOrOtherSignals()
    {
        var world = await WorldAsync();
        await world.SendAsync(
            """{"kind":"feedback","trace_id":"a","id":"p","name":"poison","value":1}""",
            """{"kind":"feedback","trace_id":"a","id":"f","name":"rating","value":1}"""
        );
        await PoisonAsync(world);
        Assert.Equal(2, (await world.SendAsync(Event("a"), Event("b"))).Accepted);
        Assert.Equal(1, await world.Ingest.JoinWaitingAsync());
        Assert.Equal(0, await world.Ingest.JoinWaitingAsync());
        Assert.Equal(
            (0, 1, 1),
            await world.QueryAsync(async db =>
                (await db.PendingSignals.CountAsync(), await db.QuarantinedEvents.CountAsync(), await db.Signals.CountAsync())
            )
        );
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task WaitingSignalWithALongNameOfAnOlderVersion_IsJoined()
    {
        var world = await WorldAsync();
        await world.SendAsync("""{"kind":"retrieval","trace_id":"a","name":"x"}""");
        await world.QueryAsync(async db =>
        {
            var row = await db.PendingSignals.SingleAsync();
            row.Body = row.Body.Replace("retrieval.x", "retrieval." + new string('x', 200), StringComparison.Ordinal);
            return await db.SaveChangesAsync();
        });
        Assert.Equal(1, (await world.SendAsync(Event("a"))).JoinedFromWaiting);
        Assert.Equal(200, await world.QueryAsync(db => db.Signals.Select(s => s.Name.Length).SingleAsync()));
    }

    [Fact]
    public async Task CancelledIngest_QuarantinesNoLine()
    {
        var world = await WorldAsync();
        await world.SendAsync(Event("a"));
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Event("b")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            world.Ingest.AcceptAsync(IngestSource.EachEventsTenant, stream, null, cancel.Token)
        );
        Assert.Equal(0, await world.QueryAsync(db => db.QuarantinedEvents.CountAsync()));
    }

    [Fact]
    public async Task WorkflowsOverTheLimit_AreQuarantinedByName_AndTheTenantsOwnLimitApplies()
    {
        fixture = await IngestFixture.CreateAsync(configure: s => s.Configure<IngestOptions>(o => o.MaxWorkflows = 3));
        string Of(string tenant, int n) =>
            $$"""{"tenant_id":"{{tenant}}","trace_id":"t{{n}}","task_type":"w{{n}}","task_id":"k","model_version":"v"}""";
        string[] acme = [.. Enumerable.Range(0, 6).Select(n => Of("acme", n))],
            other = [.. Enumerable.Range(0, 2).Select(n => Of("other", n))];
        var result = await fixture.SendAsync([.. acme, .. other]);
        Assert.Equal((5, 3), (result.Accepted, result.QuarantinedCount));
        Assert.All(result.Quarantined, q => Assert.Equal("too_many_workflows", q.Reason));
        Assert.Equal([4L, 5L, 6L], result.Quarantined.Select(q => q.Line).Order());
        // Events of known workflows are accepted. A known workflow does not count as a new one.
        Assert.Equal(
            (1, 1),
            (
                await fixture.SendAsync(
                    Of("acme", 0).Replace("t0", "t9", StringComparison.Ordinal),
                    Of("acme", 0).Replace("w0", "w9", StringComparison.Ordinal)
                )
            )
                is { } r
                ? (r.Accepted, r.Duplicates)
                : default
        );

        await fixture.QueryAsync(db =>
            db.Tenants.Where(t => t.Key == "acme").ExecuteUpdateAsync(s => s.SetProperty(t => t.MaxWorkflows, 5))
        );
        Assert.Equal(
            (2, 3, 1),
            (await fixture.SendAsync(acme)) is { } again ? (again.Accepted, again.Duplicates, again.QuarantinedCount) : default
        );
    }

    [Fact]
    public async Task ParallelBatches_DoNotExceedTheLimitTogether()
    {
        fixture = await IngestFixture.CreateAsync(configure: s => s.Configure<IngestOptions>(o => o.MaxWorkflows = 10));
        await fixture.SendAsync("""{"trace_id":"t","task_type":"w0","task_id":"k","model_version":"v"}""");
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(b =>
                    Task.Run(() =>
                        fixture.SendAsync([
                            .. Enumerable
                                .Range(0, 5)
                                .Select(n =>
                                    $$"""{"trace_id":"t{{b}}-{{n}}","task_type":"w{{b}}-{{n}}","task_id":"k","model_version":"v"}"""
                                ),
                        ])
                    )
                )
        );
        Assert.Equal((9, 71), (results.Sum(r => r.Accepted), results.Sum(r => r.QuarantinedCount)));
        Assert.Equal(10, await fixture.QueryAsync(db => db.Workflows.CountAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is null)
            return;
        // SQL Server reuses this database for the next test.
        if (poisoned)
            await fixture.QueryAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE signals DROP CONSTRAINT no_poison"));
        await fixture.DisposeAsync();
    }
}
