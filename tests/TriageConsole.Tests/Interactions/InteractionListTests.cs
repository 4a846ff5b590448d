using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Interactions;

/// <summary>The list of interactions: its counts, and the place of one interaction in it.</summary>
public sealed class InteractionListTests
{
    private static readonly PersonAccess Admin = new(1, "Ada", [new Grant(Role.Admin, null, null)]);
    private static readonly DateTimeOffset Start = new(2026, 11, 19, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Facets_CountWhatTheirFilterFinds()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([
            .. Enumerable
                .Range(0, 12)
                .Select(n =>
                    Line($"t{n}", n, n % 4 == 0 ? "other" : "support", $"\"segment\":\"s{n % 3}\",\"release\":\"r{n % 2}\"{Outcome(n)}")
                ),
        ]);
        var list = f.Get<InteractionList>();
        var facets = await list.FacetsAsync(Admin, InteractionListQuery.Of(""), TestContext.Current.CancellationToken);
        Assert.Equal(12, facets.Count);
        Assert.Null(facets.Since);
        Assert.Equal(["workflow", "show", "release", "model", "segment"], facets.Facets.Select(x => x.Parameter));
        Assert.Equal(12, facets.Bins.Sum(b => b.Count));
        foreach (var facet in facets.Facets)
        foreach (var value in facet.Values)
        {
            var found = await list.PageAsync(
                Admin,
                InteractionListQuery.Of($"?{facet.Parameter}={Uri.EscapeDataString(value.Value)}"),
                new GridQuery(),
                TestContext.Current.CancellationToken
            );
            Assert.Equal((facet.Parameter, value.Value, found.Total), (facet.Parameter, value.Value, value.Count));
        }

        var failed = await list.FacetsAsync(Admin, InteractionListQuery.Of("?show=failed"), TestContext.Current.CancellationToken);
        Assert.Equal(4, failed.Count);
        Assert.Equal(4, failed.Facets.Single(x => x.Parameter == "segment").Values.Sum(v => v.Count));

        static string Outcome(int n) => n % 3 == 2 ? "" : $",\"outcome_metric_name\":\"r\",\"outcome_metric_value\":{n % 3}";
    }

    [Fact]
    public async Task Facets_OverTheLimit_CoverOnePeriodOfAllWorkflows()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([
            .. Enumerable.Range(0, 20).Select(n => Line($"busy{n}", n, "busy", "")),
            Line("old", 1, "rare", ""),
            Line("new", 18, "rare", ""),
        ]);
        var facets = await f.Get<InteractionList>()
            .FacetsAsync(Admin, InteractionListQuery.Of(""), 6, TestContext.Current.CancellationToken);
        // The sixth of the busy workflow is the oldest that counts; the rare one has one since then.
        Assert.Equal(Start.AddMinutes(14), facets.Since);
        Assert.Equal(7, facets.Count);
        Assert.Equal(["busy 6", "rare 1"], facets.Facets[0].Values.Select(v => $"{v.Value} {v.Count}"));
        var one = await f.Get<InteractionList>()
            .FacetsAsync(Admin, InteractionListQuery.Of("?workflow=busy"), 6, TestContext.Current.CancellationToken);
        Assert.Equal((Start.AddMinutes(14), 6), (one.Since, one.Count));
        var rare = await f.Get<InteractionList>()
            .FacetsAsync(Admin, InteractionListQuery.Of("?workflow=rare"), 6, TestContext.Current.CancellationToken);
        Assert.Equal((null, 2), (rare.Since, rare.Count));
    }

    [Theory]
    [InlineData("sort=-when", 0, "t4,t3,t2,t1,t0")]
    [InlineData("sort=when", 3, "t0,t1,t2,t3,t4")]
    [InlineData("sort=-outcome", 0, "t3,t1,t4,t0,t2")]
    [InlineData("segment=a&sort=-when", 900, "t4,t2,t0")]
    [InlineData("page=7&sort=%FF&show=x", -5, "t4,t3,t2,t1,t0")]
    public async Task Place_FollowsTheFilterAndTheOrder(string list, int hint, string expected)
    {
        await using var f = await FiveAsync();
        var (query, order, traces) = (InteractionListQuery.Of($"?{list}"), GridQuery.Of($"?{list}"), expected.Split(','));
        var ids = await f.QueryAsync(db => db.Interactions.ToDictionaryAsync(i => i.TraceId, i => i.Id));
        for (var n = 0; n < traces.Length; n++)
        {
            var place = await f.Get<InteractionList>()
                .PlaceAsync(Admin, query, order, ids[traces[n]], hint, TestContext.Current.CancellationToken);
            Assert.Equal((n + 1, traces.Length, false), (place!.Position, place.Total, place.HasMore));
            Assert.Equal(n == 0 ? null : traces[n - 1], place.Previous?.TraceId);
            Assert.Equal(n == traces.Length - 1 ? null : traces[n + 1], place.Next?.TraceId);
        }
    }

    [Fact]
    public async Task Place_OfWhatTheListDoesNotHave_HasNoPosition()
    {
        await using var f = await FiveAsync();
        var ids = await f.QueryAsync(db => db.Interactions.ToDictionaryAsync(i => i.TraceId, i => i.Id));
        var list = InteractionListQuery.Of("?segment=a");
        var place = await f.Get<InteractionList>()
            .PlaceAsync(Admin, list, new GridQuery(), ids["t1"], 1, TestContext.Current.CancellationToken);
        Assert.Equal(new InteractionPlace(null, 3, false), place);
        var stranger = new PersonAccess(2, "Bo", [new Grant(Role.Lead, long.MaxValue, null)]);
        Assert.Null(
            await f.Get<InteractionList>()
                .PlaceAsync(
                    stranger,
                    InteractionListQuery.Of("?workflow=support"),
                    new GridQuery(),
                    ids["t1"],
                    1,
                    TestContext.Current.CancellationToken
                )
        );
        Assert.Equal(
            0,
            (
                await f.Get<InteractionList>()
                    .PlaceAsync(stranger, list, new GridQuery(), ids["t0"], 1, TestContext.Current.CancellationToken)
            )!.Total
        );
        Assert.Equal(0, (await f.Get<InteractionList>().FacetsAsync(stranger, list, TestContext.Current.CancellationToken)).Count);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("x,,9e9", 0)]
    [InlineData("t1,t3", 2)]
    public async Task ChosenRows_AreTheFile(string ids, int expected)
    {
        await using var f = await FiveAsync();
        var known = await f.QueryAsync(db =>
            db.Interactions.ToDictionaryAsync(i => i.TraceId, i => i.Id.ToString(CultureInfo.InvariantCulture))
        );
        var query = InteractionListQuery.Of($"?ids={string.Join(',', ids.Split(',').Select(i => known.GetValueOrDefault(i, i)))}");
        var rows = f.Get<InteractionList>().ReadAsync(Admin, query, new GridQuery(), TestContext.Current.CancellationToken);
        Assert.Equal(expected, await rows.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Timeline_IsTheHistoryInOrder_WithTheOtherInteractionsOfTheTask()
    {
        await using var f = await FiveAsync();
        await f.SendAsync(
            """{"kind":"signal","trace_id":"t2","type":"explicit","name":"thumbs_down","timestamp":"2026-11-19T10:30:00Z"}""",
            """{"kind":"outcome","trace_id":"t2","outcome_metric_name":"r","outcome_metric_value":0,"timestamp":"2026-11-19T10:20:00Z"}"""
        );
        var detail = await f.Get<InteractionService>().ReadAsync(Admin, "t2", null, TestContext.Current.CancellationToken);
        var entries = await f.Get<InteractionTimeline>().ReadAsync(Admin, detail!, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["same task", "same task", "response", "same task", "same task", "outcome", "signal"],
            entries.Where(e => e.Kind is not ("received" or "queue")).Select(e => e.Kind)
        );
        Assert.Contains(entries, e => e.Kind == "received");
        Assert.Contains(entries, e => e.Link?.StartsWith("interactions/t1?tenant=", StringComparison.Ordinal) == true);
        Assert.True(entries.Single(e => e.Kind == "signal").Contribution > 0);
        var stranger = new PersonAccess(2, "Bo", [new Grant(Role.Lead, long.MaxValue, null)]);
        Assert.Empty(await f.Get<InteractionTimeline>().ReadAsync(stranger, detail!, TestContext.Current.CancellationToken));
    }

    /// <summary>Five interactions of one task, one minute apart. The outcomes of t0 to t4: 0, 2, none, 3, 1.</summary>
    private static async Task<IngestFixture> FiveAsync()
    {
        var f = await IngestFixture.CreateAsync();
        int?[] outcomes = [0, 2, null, 3, 1];
        await f.SendAsync([
            .. outcomes.Select((o, n) => Line($"t{n}", n, "support", $"\"segment\":\"{(n % 2 == 0 ? "a" : "b")}\"{Outcome(o)}")),
        ]);
        return f;

        static string Outcome(int? value) => value is { } v ? $",\"outcome_metric_name\":\"r\",\"outcome_metric_value\":{v}" : "";
    }

    private static string Line(string trace, int minute, string workflow, string extra) =>
        $$"""{"trace_id":"{{trace}}","task_type":"{{workflow}}","task_id":"k","model_version":"v1","timestamp":"{{Start.AddMinutes(
            minute
        ):O}}","input":"q","output":"a"{{(extra.Length > 0 ? "," + extra : "")}}}""";
}
