using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Interactions;

public sealed class InteractionServiceTests
{
    private static readonly PersonAccess Admin = new(1, "Ada", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task Search_PageByPage_ReturnsEachOnceAlsoAtTheSameTimestamp()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([.. Enumerable.Range(0, 25).Select(n => IngestFixture.Event($"t{n}"))]);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await f.Get<InteractionService>().SearchAsync(Admin, null, new InteractionFilter(), cursor, 7);
            seen.AddRange(page.Items.Select(i => i.TraceId));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(25, seen.Count);
        Assert.Equal(25, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("100%", 1)]
    [InlineData("%", 1)]
    [InlineData("a_b", 1)]
    [InlineData("[x]", 1)]
    [InlineData("REFUND", 2)]
    [InlineData("\\", 0)]
    public async Task Search_ByText_TreatsWildcardsLiterally(string text, int found)
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(With("1", "refund 100% of it"), With("2", "refund a_b [x]"), With("3", "aXb x"));
        Assert.Equal(
            found,
            (await f.Get<InteractionService>().SearchAsync(Admin, null, new InteractionFilter { Text = text }, null, 50)).Items.Count
        );

        static string With(string trace, string input) =>
            IngestFixture.Event(trace).Replace("Where is my refund?", input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_WithFilters_ReturnsMatches()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(
            IngestFixture.Event("a", "\"segment\":\"x\",\"model_id\":\"m1\",\"outcome_metric_name\":\"r\",\"outcome_metric_value\":0"),
            IngestFixture.Event("b", "\"segment\":\"x\",\"model_id\":\"m2\",\"outcome_metric_name\":\"r\",\"outcome_metric_value\":1"),
            IngestFixture.Event("c", "\"segment\":\"y\",\"model_id\":\"m2\"")
        );
        Assert.Equal("a,b", await TracesAsync(f, new InteractionFilter { Segment = "x" }));
        Assert.Equal("b", await TracesAsync(f, new InteractionFilter { Segment = "x", Model = "m2" }));
        Assert.Equal("a", await TracesAsync(f, new InteractionFilter { NeedsReview = true }));
        Assert.Equal("c", await TracesAsync(f, new InteractionFilter { HasOutcome = false }));
        Assert.Equal("b", await TracesAsync(f, new InteractionFilter { OutcomeMin = 0.5 }));
        Assert.Equal("", await TracesAsync(f, new InteractionFilter { Labeled = true }));
        Assert.Equal("a", await TracesAsync(f, new InteractionFilter { Trace = "a", MinSuspicion = 0.1 }));
        Assert.Equal("", await TracesAsync(f, new InteractionFilter { From = new DateTimeOffset(2026, 11, 19, 11, 0, 0, TimeSpan.Zero) }));
    }

    [Fact]
    public async Task Read_ByALeadOfAnotherTenant_FindsNothing()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a", "\"tenant_id\":\"one\""), IngestFixture.Event("b", "\"tenant_id\":\"two\""));
        var two = await f.QueryAsync(db => db.Tenants.SingleAsync(t => t.Key == "two"));
        var lead = new PersonAccess(1, "Lea", [new Grant(Role.Lead, two.Id, null)]);
        Assert.Null(await f.Get<InteractionService>().ReadAsync(lead, "a", null));
        Assert.NotNull(await f.Get<InteractionService>().ReadAsync(lead, "b", null));
        Assert.Equal(
            "b",
            Assert.Single((await f.Get<InteractionService>().SearchAsync(lead, null, new InteractionFilter(), null, 50)).Items).TraceId
        );
    }

    private static async Task<string> TracesAsync(IngestFixture f, InteractionFilter filter) =>
        string.Join(
            ',',
            (await f.Get<InteractionService>().SearchAsync(Admin, null, filter, null, 50))
                .Items.Select(i => i.TraceId)
                .Order(StringComparer.Ordinal)
        );
}
