using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Data.Access;
using TriageConsole.Data.Ingest;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Rollups;
using TriageConsole.Tests.Outcomes;

namespace TriageConsole.Tests.Ingest;

/// <summary>Unusual but well-formed input loses only its unusual part and does not affect the batch.</summary>
public sealed class UnusualDataTests : IAsyncDisposable
{
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    private static string Outcome(string trace, string value) =>
        IngestFixture.Event(trace, $"\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":{value}");

    [Fact]
    public async Task Numbers_OutsideTheBounds_AreRefusedOrIgnoredAndTheRestIsCounted()
    {
        var world = await WorldAsync();
        var result = await world.SendAsync(
            Outcome("good1", "1"),
            Outcome("a1", "1e200"),
            Outcome("a2", "-1.2e154"),
            Outcome("a3", "1.2e154"),
            IngestFixture.Event("c1", "\"client_latency_ms\":1.7e308"),
            IngestFixture.Event("c2", "\"server_latency_ms\":1.7e308"),
            IngestFixture.Event("cost1", "\"metadata\":{\"cost_usd\":1.7e308,\"size\":1e300,\"small\":3}"),
            IngestFixture.Event("cost2", "\"metadata\":{\"cost_usd\":1.7e308}"),
            Outcome("good2", "0"),
            """{"kind":"outcome","id":"o1","trace_id":"good1","outcome_metric_name":"ok","outcome_metric_value":1e200}""",
            """{"kind":"outcome","id":"o2","trace_id":"good1","name":"ok","value":-1e200}"""
        );
        Assert.Equal((4, 7), (result.Accepted, result.QuarantinedCount));
        Assert.Equal(["bad_number"], await world.QueryAsync(db => db.QuarantinedEvents.Select(q => q.Reason).Distinct().ToListAsync()));
        Assert.Equal(
            ["{\"n\":{\"length\":19,\"small\":3}}"],
            await world.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "cost1").Select(i => i.Attributes!).ToListAsync())
        );
        Assert.Equal(0, await world.QueryAsync(db => db.Interactions.CountAsync(i => i.Cost != null)));
        await RollupTests.AssertRollupsAsync(world);
        await world.AssertCountersAsync();
    }

    [Fact]
    public async Task Numbers_AtTheBounds_AreStoredAndCounted()
    {
        var world = await WorldAsync();
        const string Max =
            "\"outcome_metric_name\":\"ok\",\"outcome_metric_value\":1e12,\"client_latency_ms\":1e10,"
            + "\"metadata\":{\"cost_usd\":1e9,\"size\":-1e15}";
        Assert.Equal(
            3,
            (await world.SendAsync(IngestFixture.Event("t1", Max), IngestFixture.Event("t2", Max), Outcome("t3", "-1e12"))).Accepted
        );
        Assert.Equal(2, await world.QueryAsync(db => db.Interactions.CountAsync(i => i.Cost == 1e9 && i.Attributes!.Contains("size"))));
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task WaitingOutcome_OutsideTheBounds_BlocksNothing()
    {
        var world = await WorldAsync();
        await world.SendAsync("""{"kind":"outcome","id":"o1","trace_id":"p1","outcome_metric_name":"ok","outcome_metric_value":0.5}""");
        var row = await world.QueryAsync(db => db.PendingSignals.AsNoTracking().SingleAsync());
        var huge = row.Body.Replace(":0.5", ":1E+200", StringComparison.Ordinal);
        Assert.NotEqual(row.Body, huge);
        await world.QueryAsync(db => db.PendingSignals.ExecuteUpdateAsync(s => s.SetProperty(p => p.Body, huge)));
        var result = await world.SendAsync(IngestFixture.Event("p1"), IngestFixture.Event("p2"));
        Assert.Equal((2, 1), (result.Accepted, result.JoinedFromWaiting));
        Assert.Equal(0, await world.QueryAsync(db => db.Interactions.CountAsync(i => i.OutcomeValue != null)));

        await world.QueryAsync(async db =>
        {
            db.PendingSignals.Add(Waiting("o8", huge));
            db.PendingSignals.Add(Waiting("o9", row.Body));
            return await db.SaveChangesAsync();
        });
        Assert.Equal(2, await world.Ingest.JoinWaitingAsync());
        Assert.Equal(
            0.5,
            await world.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "p1").Select(i => i.OutcomeValue).SingleAsync())
        );
        Assert.Equal(0, await world.QueryAsync(db => db.PendingSignals.CountAsync()));
        await RollupTests.AssertRollupsAsync(world);

        PendingSignal Waiting(string key, string body) =>
            new()
            {
                TenantId = row.TenantId,
                TraceId = "p1",
                SignalKey = key,
                ReceivedAt = row.ReceivedAt,
                Body = body.Replace("\"o1\"", $"\"{key}\"", StringComparison.Ordinal),
            };
    }

    [Fact]
    public async Task StoredNumbers_OutsideTheBounds_DoNotBlockLaterSignals()
    {
        var world = await WorldAsync();
        await world.SendAsync(Outcome("t1", "1"));
        await world.QueryAsync(async db =>
        {
            await db.Rollups.ExecuteDeleteAsync();
            await db.Breakdowns.ExecuteDeleteAsync();
            return await db
                .Interactions.Where(i => i.TraceId == "t1")
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(i => i.IsRolledUp, false)
                        .SetProperty(i => i.Attributes, (string?)null)
                        .SetProperty(i => i.OutcomeValue, 1e200)
                        .SetProperty(i => i.ClientLatencyMs, 1.7e308)
                );
        });
        Assert.True(await world.Get<RollupBackfill>().RunBatchAsync());
        var result = await world.SendAsync(
            """{"kind":"feedback","id":"f1","trace_id":"t1","name":"thumbs_down","value":true}""",
            """{"kind":"outcome","id":"f2","trace_id":"t1","outcome_metric_name":"ok","outcome_metric_value":1}"""
        );
        Assert.Equal(2, result.Joined);
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task StoredOutcome_OutsideTheBounds_IsSubtractedWhenItIsCorrected()
    {
        var world = await WorldAsync();
        await world.SendAsync(Outcome("t1", "1"));
        await world.QueryAsync(async db =>
        {
            await db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.OutcomeValue, 1e13));
            await db.Rollups.ExecuteUpdateAsync(s => s.SetProperty(r => r.OutcomeSum, 1e13).SetProperty(r => r.OutcomeSquares, 1e26));
            return await db.Breakdowns.ExecuteUpdateAsync(s =>
                s.SetProperty(b => b.OutcomeSum, 1e13).SetProperty(b => b.OutcomeSquares, 1e26)
            );
        });
        Assert.Equal(
            1,
            (
                await world.SendAsync(
                    """{"kind":"outcome","id":"o1","trace_id":"t1","outcome_metric_name":"ok","outcome_metric_value":0}"""
                )
            ).Joined
        );
        await RollupTests.AssertRollupsAsync(world);
    }

    [Theory]
    [InlineData(
        "\"metadata\":{\"\\ud800\":1,\"kept\":\"yes\"}",
        "{\"c\":{\"kept\":\"yes\"},\"n\":{\"length\":19,\"\uFFFD\":1}}",
        null,
        null
    )]
    [InlineData(
        "\"metadata\":{\"\\ud800\":1,\"kept\":\"\\ud800\",\"size\":2},\"further\":true",
        "{\"c\":{\"further\":\"true\",\"kept\":\"\uFFFD\"},\"n\":{\"length\":19,\"size\":2,\"\uFFFD\":1}}",
        null,
        null
    )]
    [InlineData("\"metadata\":{\"a\\u0000b\":1}", "{\"n\":{\"a\uFFFDb\":1,\"length\":19}}", null, null)]
    [InlineData(
        "\"parameters\":{\"\\udc00x\":1,\"t\\u0000\":2}",
        "{\"n\":{\"length\":19,\"parameter t\uFFFD\":2,\"parameter \uFFFDx\":1}}",
        null,
        null
    )]
    [InlineData("\"input_stats\":{\"\\ud800\":1,\"words\":4}", "{\"n\":{\"length\":19,\"words\":4,\"\uFFFD\":1}}", null, null)]
    [InlineData("\"metadata\":{\"served_models\":{\"gpt\\u00004\":2}}", "{\"n\":{\"length\":19}}", "gpt\uFFFD4", null)]
    [InlineData("\"metadata\":{\"served_models\":{\"gpt\\ud8004\":2,\"other\":1}}", "{\"n\":{\"length\":19}}", "gpt\uFFFD4", null)]
    [InlineData(
        "\"messages\":[{\"\\ud800\":1,\"tool_calls\":[{\"function\":{\"name\":\"a\\ud800\"}},"
            + "{\"function\":{\"\\ud800\":1,\"name\":\"b\\u0000\"}},{\"name\":\"c\"}]}]",
        "{\"n\":{\"length\":19},\"t\":[\"a\uFFFD\",\"b\uFFFD\",\"c\"]}",
        null,
        null
    )]
    [InlineData("\"messages\":[{\"content\":\"[tool_call] look\\ud800up(1)\"}]", "{\"n\":{\"length\":19},\"t\":[\"look\"]}", null, null)]
    [InlineData("\"error\":{\"kind\":\"a\\u0000\"}", "{\"n\":{\"length\":19}}", null, "a\uFFFD")]
    [InlineData("\"error\":{\"\\ud800\":1,\"kind\":\"a\\ud800\"}", "{\"n\":{\"length\":19}}", null, "a\uFFFD")]
    [InlineData("\"error\":{\"\\ud800\":1,\"kind\":\"timeout\"}", "{\"n\":{\"length\":19}}", null, "timeout")]
    public async Task BadCharacters_AreReplacedInNamesAndTexts(string extra, string attributes, string? served, string? error)
    {
        var world = await WorldAsync();
        var result = await world.SendAsync(IngestFixture.Event("good1"), IngestFixture.Event("odd", extra), IngestFixture.Event("good2"));
        Assert.Equal((3, 0), (result.Accepted, result.QuarantinedCount));
        var row = await world.QueryAsync(db => db.Interactions.AsNoTracking().SingleAsync(i => i.TraceId == "odd"));
        Assert.Equal((attributes, served, error), (row.Attributes, row.ServedModel, row.ErrorKind));
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task BadNamesAndDeepUnknownFields_ForAnotherTenant_AreStored()
    {
        var world = await WorldAsync();
        var deep = new string('[', 63) + new string(']', 63);
        var lines = new[]
        {
            IngestFixture.Event("good1"),
            IngestFixture.Event("odd", "\"tenant_id\":\"other\",\"metadata\":{\"\\ud800\":1,\"twice\":1,\"twice\":2}"),
            IngestFixture.Event("deep", $"\"tenant_id\":\"other\",\"unknown\":{deep}"),
            IngestFixture.Event("deep2", $"\"unknown\":{deep}"),
        };
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var result = await world.Ingest.AcceptAsync(new IngestSource(null, "acme"), stream);
        Assert.Equal((4, 0), (result.Accepted, result.QuarantinedCount));
        var contexts = await world.QueryAsync(db =>
            db.InteractionPayloads.Where(p => p.Context!.Contains("source_tenant_id")).Select(p => p.Context!).ToListAsync()
        );
        Assert.Equal(2, contexts.Count);
        Assert.All(contexts, c => Assert.Contains("\"source_tenant_id\":\"other\"", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnreadableStoredRow_IsBackfilledWithoutAttributes()
    {
        var world = await WorldAsync();
        await world.SendAsync([.. Enumerable.Range(0, 10).Select(n => IngestFixture.Event($"b{n}", "\"metadata\":{\"x\":1}"))]);
        await world.QueryAsync(async db =>
        {
            await db.Rollups.ExecuteDeleteAsync();
            await db.Breakdowns.ExecuteDeleteAsync();
            await db.Interactions.ExecuteUpdateAsync(x =>
                x.SetProperty(i => i.IsRolledUp, false).SetProperty(i => i.Attributes, (string?)null)
            );
            var ids = await db.Interactions.OrderBy(i => i.TraceId).Select(i => i.Id).Take(2).ToListAsync();
            await db
                .InteractionPayloads.Where(p => p.InteractionId == ids[0])
                .ExecuteUpdateAsync(x => x.SetProperty(i => i.Context, "{not json"));
            return await db
                .InteractionPayloads.Where(p => p.InteractionId == ids[1])
                .ExecuteUpdateAsync(x => x.SetProperty(i => i.Context, "{\"metadata\":{\"\\ud800\":1,\"y\":2}}"));
        });
        Assert.True(await world.Get<RollupBackfill>().RunBatchAsync());
        Assert.False(await world.Get<RollupBackfill>().RunBatchAsync());
        var attributes = await world.QueryAsync(db =>
            db.Interactions.OrderBy(i => i.TraceId).Select(i => i.Attributes).Take(3).ToListAsync()
        );
        Assert.Equal(["{}", "{\"n\":{\"length\":19,\"y\":2}}", "{\"n\":{\"length\":19,\"x\":1}}"], attributes);
        await RollupTests.AssertRollupsAsync(world);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Search_OverOddNamesAndTexts_DoesNotThrow(int pad)
    {
        var world = await WorldAsync();
        var emoji = new string('a', pad) + string.Concat(Enumerable.Repeat("😀", 49));
        foreach (var chunk in Enumerable.Range(0, 300).Chunk(100))
            await world.SendAsync([.. chunk.Select(n => Line(n, n % 5 == 0))]);
        // Older versions stored rows with NUL in a name.
        await world.QueryAsync(db =>
            db.Interactions.ExecuteUpdateAsync(s => s.SetProperty(i => i.Attributes, i => i.Attributes!.Replace("old", "o\\u0000d")))
        );
        var workflow = await world.QueryAsync(db => db.Workflows.Select(w => w.Id).SingleAsync());
        await world.Get<PatternSearch>().SearchAsync(workflow);
        Assert.NotEqual(0, await world.QueryAsync(db => db.FailurePatterns.CountAsync()));

        string Line(int n, bool bad) =>
            IngestFixture.Event(
                $"t{n}",
                $"\"segment\":\"{emoji}{(bad ? "bad" : "good")}\","
                    + $"\"metadata\":{{\"a\\u0000{emoji}\":\"{emoji}{(bad ? 1 : 2)}\",\"\\ud800\":{n},"
                    + $"\"old\":\"{(bad ? "x" : "y")}\",\"huge\":{n}e300}},\"outcome_metric_name\":\"ok\","
                    + $"\"outcome_metric_value\":{(bad ? 0 : 1)}",
                $"k{n}"
            );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Texts_WithManySurrogatePairs_AreCutBetweenPairs(int pad)
    {
        var world = await WorldAsync();
        var emoji = string.Concat(Enumerable.Repeat("😀", 90));
        var feedback = string.Join(
            ",",
            Enumerable
                .Range(0, 4)
                .Select(n => $"{{\"feedback_type\":\"explicit\",\"name\":\"thumbs_down{new string('a', n + pad)}{emoji}\",\"value\":true}}")
        );
        var metric = new string('m', pad) + string.Concat(Enumerable.Repeat("😀", 140));
        var result = await world.SendAsync(
            IngestFixture.Event("e1", $"\"feedback\":[{feedback}]"),
            IngestFixture.Event("e2", $"\"outcome_metric_name\":\"{metric}\",\"outcome_metric_value\":0"),
            $$"""{"kind":"{{new string('k', pad)}}{{emoji}}","trace_id":"e1"}"""
        );
        Assert.Equal((2, 1), (result.Accepted, result.QuarantinedCount));
    }

    [Fact]
    public void Cut_NeverSplitsASurrogatePair()
    {
        for (var length = 2; length < 12; length++)
        for (var pad = 0; pad < 2; pad++)
        {
            var cut = Texts.Cut(new string('a', pad) + "😀😀😀😀😀😀", length);
            Assert.InRange(cut.Length, 1, length);
            Assert.EndsWith("…", cut, StringComparison.Ordinal);
            _ = new UTF8Encoding(false, true).GetBytes(cut);
        }

        Assert.Equal(("abc", "ab…", "abc"), (Texts.Cut("abc", 3), Texts.Cut("abcd", 3), Texts.Begin("abcd", 3)));
    }

    [Fact]
    public async Task Notice_WithUnusualOrLongParts_IsStored()
    {
        var world = await WorldAsync();
        var mira = await world.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = "mira",
                DisplayName = "Mira",
                Email = "mira@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            return user.Id;
        });
        var notices = world.Get<NoticeService>();
        foreach (var pad in new[] { 498, 499, 500 })
            await notices.NotifyAsync(mira, $"cut{pad}", new string('a', pad) + "😀😀", "x");
        await notices.NotifyAsync(mira, "link", "long", "patterns/" + Uri.EscapeDataString(new string('退', 60)));
        foreach (var end in new[] { "a", "b", "b" })
            await notices.NotifyAsync(mira, string.Concat(Enumerable.Repeat("😀", 120)) + end, end, "x");
        var unread = await notices.UnreadAsync(mira);
        Assert.Equal(["b", "a", "long"], unread.Take(3).Select(n => n.Text));
        Assert.Equal((6, ""), (unread.Count, unread[2].Link));
        Assert.All(unread, n => Assert.InRange(n.Text.Length, 1, 500));
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
