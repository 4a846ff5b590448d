using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Rollups;
using TriageConsole.Tests.Outcomes;

namespace TriageConsole.Tests.Ingest;

/// <summary>Unusual but well-formed input loses only its unusual part and does not affect the batch.</summary>
public sealed class UnusualDataTests : IngestTestBase
{
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
}
