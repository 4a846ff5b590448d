using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Ingest;

/// <summary>What becomes of a body: accepted, duplicate and quarantined lines, tenants, concurrency and damaged bodies.</summary>
public sealed class IngestServiceTests
{
    private const string ThumbsDown =
        "\"feedback\":[{\"feedback_type\":\"explicit\",\"name\":\"thumbs\",\"value\":\"down\",\"user_id\":\"u1\"}]";

    [Fact]
    public async Task Accept_MixedLines_EachGetsItsVerdict()
    {
        await using var f = await CreateAsync();
        var result = await f.SendAsync(Event("a", ThumbsDown), "", "nonsense", Event("b"), "{\"trace_id\":\"c\"}", Event("a"));
        Assert.Equal((2, 1, 2), (result.Accepted, result.Duplicates, result.QuarantinedCount));
        Assert.Equal([(3L, "invalid_json"), (5L, "missing_task_type")], result.Quarantined.Select(q => (q.Line, q.Reason)));
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_JsonArray_IsReadElementByElement()
    {
        await using var f = await CreateAsync();
        var result = await f.SendAsync($" [ {Event("a")} , {{}} ,\n {Event("b")} ]");
        Assert.Equal((2, 1), (result.Accepted, result.QuarantinedCount));
        Assert.Equal(2, Assert.Single(result.Quarantined).Line);
    }

    [Fact]
    public async Task Accept_BrokenArray_StoresNothing()
    {
        await using var f = await CreateAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => f.SendAsync($"[ {Event("a")}, {Event("b")[..20]}"));
        Assert.Equal(0, await f.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Fact]
    public async Task Accept_SameBodyTwice_ChangesNothing()
    {
        await using var f = await CreateAsync();
        string[] lines =
        [
            Event("a", ThumbsDown),
            "{\"kind\":\"feedback\",\"trace_id\":\"zz\",\"name\":\"retry\",\"value\":true}",
            "bad",
            Event("b", "\"outcome_metric_name\":\"resolution\",\"outcome_metric_value\":0"),
        ];
        await f.SendAsync(lines);
        var before = await f.FingerprintAsync();
        var again = await f.SendAsync(lines);
        Assert.Equal((0, 3), (again.Accepted, again.Duplicates));
        Assert.Equal(before, await f.FingerprintAsync());
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_UnknownWorkflow_IsCreatedUnconfigured()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("a"));
        Assert.False(await f.QueryAsync(async db => (await db.Workflows.SingleAsync(w => w.Key == "support")).Configured));
    }

    [Fact]
    public async Task Accept_TenantOfTheKey_OverridesTheTenantOfTheEvent()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("x", "\"tenant_id\":\"acme\""));
        var acme = await f.QueryAsync(db => db.Tenants.SingleAsync(t => t.Key == "acme"));
        var result = await f.Ingest.AcceptAsync(
            new IngestSource(acme.Id, acme.Key),
            new MemoryStream(Encoding.UTF8.GetBytes(Event("y", "\"tenant_id\":\"other\"")))
        );
        Assert.Equal((1, 1), (result.Accepted, result.OtherTenant));
        var context = await f.QueryAsync(db =>
            db.Interactions.Where(i => i.TraceId == "y" && i.TenantId == acme.Id)
                .Join(db.InteractionPayloads, i => i.Id, p => p.InteractionId, (_, p) => p.Context)
                .SingleAsync()
        );
        Assert.Contains("\"source_tenant_id\":\"other\"", context!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_SameTraceInTwoTenants_AreTwoInteractions()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("x", "\"tenant_id\":\"a\""), Event("x", "\"tenant_id\":\"b\""));
        Assert.Equal(2, await f.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Fact]
    public async Task Accept_SameBatchFromEightClientsConcurrently_StoresEachOnce()
    {
        await using var f = await CreateAsync();
        var lines = Enumerable.Range(0, 200).Select(n => Event($"t{n}", n % 3 == 0 ? ThumbsDown : "", $"k{n}")).ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => f.SendAsync(lines))));
        Assert.Equal(200, results.Sum(r => r.Accepted));
        Assert.Equal(7 * 200, results.Sum(r => r.Duplicates));
        Assert.Equal(200, await f.QueryAsync(db => db.InteractionPayloads.CountAsync()));
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_TruncatedGzip_FailsAndResendingIsSafe()
    {
        await using var f = await CreateAsync();
        var random = new Random(3);
        var body = Encoding.UTF8.GetBytes(
            string.Join('\n', Enumerable.Range(0, 2000).Select(n => Event($"t{n}", $"\"segment\":\"{random.NextInt64():x}\"")))
        );
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(body);
        await Assert.ThrowsAsync<InvalidDataException>(() => f.SendAsync(packed.ToArray()[..(int)(packed.Length * 3 / 4)]));
        var result = await f.SendAsync(packed.ToArray());
        Assert.Equal(2000, result.Accepted + result.Duplicates);
        Assert.Equal(2000, await f.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Fact]
    public async Task Accept_FiftyMegabyteLine_IsQuarantinedAndTheOthersStored()
    {
        await using var f = await CreateAsync();
        var huge = new byte[50 << 20];
        Array.Fill(huge, (byte)'x');
        byte[] body = [.. Encoding.UTF8.GetBytes(Event("a") + "\n"), .. huge, .. Encoding.UTF8.GetBytes("\n" + Event("b"))];
        var result = await f.SendAsync(body);
        Assert.Equal((2, 1), (result.Accepted, result.QuarantinedCount));
        Assert.Equal("line_too_long", result.Quarantined[0].Reason);
        Assert.True(await f.QueryAsync(db => db.QuarantinedEvents.Select(q => q.Line.Length).SingleAsync()) < 100_000);
    }

    [Fact]
    public async Task Accept_NulAndInvalidUtf8Lines_AreKeptReadable()
    {
        await using var f = await CreateAsync();
        byte[] bad = [.. "{\"trace_id\":\""u8, 0, 0xFF, .. "\"}"u8];
        var result = await f.SendAsync([.. bad, (byte)'\n', .. Encoding.UTF8.GetBytes(Event("a"))]);
        Assert.Equal((1, 1), (result.Accepted, result.QuarantinedCount));
        Assert.DoesNotContain('\0', await f.QueryAsync(db => db.QuarantinedEvents.Select(q => q.Line).SingleAsync()));
    }

    [Fact]
    public async Task Accept_ConnectionKilledDuringTheBatch_StoresNothingAndResendingWorks()
    {
        TestServer.PostgresOnly("kills a backend");
        await using var f = await CreateAsync();
        await f.SendAsync(Event("seed"));
        var lines = Enumerable.Range(0, 300).Select(n => Event($"t{n}", ThumbsDown)).ToArray();
        await using var blocker = f.Database.CreateContext();
        await using var transaction = await blocker.Database.BeginTransactionAsync();
        // The batch runs until its counters and waits there for this lock. Then its connection is killed.
        await blocker.Database.ExecuteSqlRawAsync("LOCK TABLE workflow_counters IN ACCESS EXCLUSIVE MODE");
        var sending = f.SendAsync(lines);
        // Monitored from outside the transaction, which sees only one snapshot of the activity.
        while (
            await f.QueryAsync(db =>
                db.Database.SqlQuery<int>(
                        $"""
                        SELECT count(*)::int AS "Value" FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """
                    )
                    .SingleAsync()
            ) == 0
        )
            Assert.False(sending.IsCompleted);
        await f.QueryAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        );
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => sending);
        Assert.True(f.Get<Data.Providers.IProviderStatements>().IsTransient(fault));
        await transaction.RollbackAsync();
        Assert.Equal(1, await f.QueryAsync(db => db.Interactions.CountAsync()));
        Assert.Equal(300, (await f.SendAsync(lines)).Accepted);
        await f.AssertCountersAsync();
    }

    [Fact]
    public async Task Accept_AuditSample_HasItsShareAndIsReproducible()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("first"));
        await f.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.AuditShare, 0.25)));
        await f.SendAsync([.. Enumerable.Range(0, 2000).Select(n => Event($"t{n}"))]);
        var drawn = await f.QueryAsync(db => db.QueueItems.Where(q => q.Source == QueueSource.Audit).CountAsync());
        // Binomial(2000, 0.25) has a standard deviation of 19; allow five of them on each side.
        Assert.InRange(drawn, 400, 600);
        Assert.All(
            await f.QueryAsync(db =>
                db.QueueItems.Where(q => q.Source == QueueSource.Audit && q.InclusionProbability == 0.25).ToListAsync()
            ),
            q => Assert.Equal(2, q.Slots)
        );
    }

    [Theory]
    [InlineData("tau2_support.jsonl.gz", 1086)]
    [InlineData("alce_ragqa.jsonl.gz", 564)]
    [InlineData("dices_350.jsonl.gz", 228)]
    [InlineData("dices_990.jsonl.gz", 720)]
    public async Task Accept_RealFile_StoresEveryEventAndASecondImportChangesNothing(string file, int events)
    {
        await using var f = await CreateAsync();
        var body = await SharedData.ReadAllAsync(file);
        var first = await f.SendAsync(body);
        Assert.Equal((events, 0, 0), (first.Accepted, first.Duplicates, first.QuarantinedCount));
        var before = await f.FingerprintAsync();
        var second = await f.SendAsync(body);
        Assert.Equal((0, events), (second.Accepted, second.Duplicates));
        Assert.Equal(before, await f.FingerprintAsync());
        await f.AssertCountersAsync();
    }
}
