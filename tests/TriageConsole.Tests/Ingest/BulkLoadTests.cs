using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rollups;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Ingest;

/// <summary>Bulk loads store the same values that were loaded.</summary>
public sealed class BulkLoadTests
{
    [Fact]
    public async Task Load_ManyRows_StoresTheSameValues()
    {
        await using var f = await CreateAsync();
        var batch = Guid.NewGuid();
        var rows = Enumerable
            .Range(0, 4000)
            .Select(n => new StagedScore
            {
                BatchId = batch,
                InteractionId = (n * 10_000_000_000L) - 5,
                Suspicion = n / 4001.0,
                NeedsReview = n % 3 == 0,
                OutcomeMetric = n % 2 == 0 ? null : $"métrique {n}",
                OutcomeValue = n % 5 == 0 ? null : -n * 1e-9,
                Priority = n % 7 == 0 ? 0 : Math.PI * n,
                Reason = new string('Ω', n % 90) + "📶",
            })
            .ToList();
        await LoadAsync(f, rows);
        var stored = await f.QueryAsync(db => db.StagedScores.AsNoTracking().OrderBy(s => s.InteractionId).ToListAsync());
        Assert.Equal(rows.Select(Text), stored.Select(Text));

        static string Text(StagedScore s) =>
            $"{s.BatchId} {s.InteractionId} {s.Suspicion:R} {s.NeedsReview} {s.OutcomeMetric} {s.OutcomeValue:R} "
            + $"{s.Priority:R} {s.Reason}";
    }

    [Fact]
    public async Task Load_LongTextsAndOldTimes_StoresTheSameValues()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("t"));
        var tenant = await f.QueryAsync(db => db.Tenants.Select(t => t.Id).SingleAsync());
        DateTimeOffset[] times =
        [
            DateTimeOffset.UnixEpoch,
            new(1999, 12, 31, 23, 59, 59, TimeSpan.Zero),
            new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456),
        ];
        var rows = times
            .Select(
                (t, n) =>
                    new QuarantinedEvent
                    {
                        TenantId = tenant,
                        ContentHash = $"h{n}",
                        Reason = "r",
                        Detail = "",
                        Line = string.Concat(Enumerable.Repeat("line ’ é 📶 ", 40_000 * n)),
                        ReceivedAt = t,
                    }
            )
            .ToList();
        await LoadAsync(f, rows);
        var stored = await f.QueryAsync(db => db.QuarantinedEvents.AsNoTracking().OrderBy(q => q.ContentHash).ToListAsync());
        Assert.Equal(rows.Select(r => (r.ReceivedAt, r.ReplayedAt, r.Line)), stored.Select(r => (r.ReceivedAt, r.ReplayedAt, r.Line)));
    }

    [Fact]
    public async Task Load_DaysAndKindsAndSmallNumbers_StoresTheSameValues()
    {
        await using var f = await CreateAsync();
        await f.SendAsync(Event("t"));
        var (slice, id) = await f.QueryAsync(async db =>
            (await db.Slices.Select(s => s.Id).SingleAsync(), await db.Interactions.Select(i => i.Id).SingleAsync())
        );
        await LoadAsync(
            f,
            [
                new Breakdown
                {
                    SliceId = slice,
                    Day = new DateOnly(1999, 2, 28),
                    Kind = BreakdownKind.Latency,
                    Key = "7",
                    Events = 2,
                },
            ]
        );
        await LoadAsync(
            f,
            [
                new Signal
                {
                    InteractionId = id,
                    SignalKey = "k",
                    Type = "system",
                    Name = "n",
                    Polarity = -1,
                    TrustFactor = 0.25,
                },
            ]
        );
        Assert.Equal(
            (BreakdownKind.Latency, 2),
            await f.QueryAsync(async db =>
                (await db.Breakdowns.Where(b => b.Day == new DateOnly(1999, 2, 28)).Select(b => new { b.Kind, b.Events }).SingleAsync())
                    is { } b
                    ? (b.Kind, b.Events)
                    : default
            )
        );
        Assert.Equal(
            (-1, 0.25, (DateTimeOffset?)null),
            await f.QueryAsync(async db =>
                (await db.Signals.SingleAsync(s => s.SignalKey == "k")) is { } s ? (s.Polarity, s.TrustFactor, s.Timestamp) : default
            )
        );
    }

    [Fact]
    public async Task Load_InvalidRow_StoresNothingAndKeepsTheConnectionUsable()
    {
        TestServer.PostgresOnly("SQL Server stores half a surrogate pair");
        await using var f = await CreateAsync();
        var statements = f.Get<IProviderStatements>();
        await using var db = f.Database.CreateContext();
        await db.Database.OpenConnectionAsync();
        StagedScore[] rows =
        [
            .. Enumerable
                .Range(0, 5000)
                .Select(n => new StagedScore { InteractionId = n, Reason = n == 4999 ? "half a pair: \uD83D" : "fine" }),
        ];
        await Assert.ThrowsAnyAsync<EncoderFallbackException>(() => statements.BulkLoadAsync(db, rows, default));
        Assert.Equal(0, await db.StagedScores.CountAsync());
        await statements.BulkLoadAsync(db, rows[..3], default);
        Assert.Equal(3, await db.StagedScores.CountAsync());
    }

    [Fact]
    public async Task Messages_AreStoredAsSent()
    {
        await using var f = await CreateAsync();
        const string Messages =
            """[ {"role":"user", "content":"Ça va ’ 📶 \u00e9 \u0000" }, {"role":"assistant","content":"[tool_call] look_up({})"} ]""";
        await f.SendAsync(Event("with", $"\"messages\":{Messages}"), Event("none", "\"messages\":null"), Event("without"));
        var stored = await f.QueryAsync(db =>
            db.Interactions.Join(
                    db.InteractionPayloads,
                    i => i.Id,
                    p => p.InteractionId,
                    (i, p) =>
                        new
                        {
                            i.TraceId,
                            p.Messages,
                            i.Attributes,
                        }
                )
                .OrderBy(x => x.TraceId)
                .ToListAsync()
        );
        Assert.Equal([null, Messages.Replace("\\u0000", "\\ufffd", StringComparison.Ordinal), null], stored.Select(s => s.Messages));
        Assert.Contains("\"t\":[\"look_up\"]", stored[1].Attributes!, StringComparison.Ordinal);
    }

    private static async Task LoadAsync<T>(IngestFixture f, IReadOnlyCollection<T> rows)
        where T : class
    {
        await using var db = f.Database.CreateContext();
        await db.Database.OpenConnectionAsync();
        await f.Get<IProviderStatements>().BulkLoadAsync(db, rows, default);
    }
}
