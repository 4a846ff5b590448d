using System.Net;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Tables;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Tables;

[Collection(typeof(TableGroup))]
public sealed class TableAccessTests(TableWorld world)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("?format=xlsx", "support", 400, "format is one of csv, ndjson, parquet")]
    [InlineData("?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", "support", 400, "from is after to")]
    [InlineData("?from=yesterday", "support", 400, "from is not a time")]
    [InlineData("?needs_review=perhaps", "support", 400, "needs_review is true or false")]
    [InlineData("", "unknown", 404, "no workflow 'unknown'")]
    [InlineData("", "support%2Fx", 404, "no workflow 'support/x'")]
    public async Task BadRequests_SayWhatIsWrong(string query, string workflow, int status, string words)
    {
        using var response = await world.GetAsync(query, workflow: workflow);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Period_IncludesItsStartAndExcludesItsEnd()
    {
        using var response = await world.GetAsync("?from=2026-11-19T11:00:00Z&to=2026-11-20T10:00:00Z");
        var line = Assert.Single((await response.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"t2\"", line, StringComparison.Ordinal);
        // Only signals of the period have columns.
        Assert.DoesNotContain("rating", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_ReadsItsTenantWithItsScopeOnly()
    {
        using var other = world.App.CreateApiClient(await world.App.CreateApiKeyAsync("other", "read"));
        using var foreign = await world.GetAsync("", other);
        var line = Assert.Single((await foreign.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"foreign\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain("component.", line, StringComparison.Ordinal);
        using var ingest = world.App.CreateApiClient(await world.App.CreateApiKeyAsync("acme", "ingest"));
        using var forbidden = await world.GetAsync("", ingest);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var anonymous = world.App.CreateClient();
        using var unknown = await world.GetAsync("", anonymous);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task Lead_SeesPagesOfTheTable_AndOthersNothing()
    {
        var tables = world.App.Get<TableService>();
        var lead = new PersonAccess(7, "Lead", [new Grant(Role.Lead, await world.App.EnsureTenantAsync("acme"), null)]);
        var filter = new InteractionFilter { From = new DateTimeOffset(2026, 11, 19, 0, 0, 0, TimeSpan.Zero) };
        var view = (await tables.FindAsync(lead, "support", "acme", filter, Cancelled))!;
        Assert.Contains(view.Columns, c => c is { Name: "signal.explicit.rating", Title: "rating (explicit)" });
        var page = await tables.PageAsync(lead, view.Workflow, filter, view.Columns, new GridQuery("when", false, 1, 25), Cancelled);
        Assert.Equal(["t1", "t2", "t3"], page.Items.Select(r => r.TraceId));
        Assert.Equal(3, page.Total);
        var version = view.Columns.ToList().FindIndex(c => c.Name == "component.index_snapshot.articles");
        Assert.Equal(["2026-11-01", null, null], page.Items.Select(r => r.Values[version]));
        var words = await tables.PageAsync(lead, view.Workflow, filter with { Segment = "=2+2" }, view.Columns, new GridQuery(), Cancelled);
        Assert.Equal("t2", Assert.Single(words.Items).TraceId);

        var stranger = new PersonAccess(9, "Other", [new Grant(Role.Lead, await world.App.EnsureTenantAsync("other"), null)]);
        Assert.Null(await tables.FindAsync(stranger, "support", "acme", filter, Cancelled));
        Assert.Empty((await tables.PageAsync(stranger, view.Workflow, filter, view.Columns, new GridQuery(), Cancelled)).Items);
    }

    [Fact]
    public async Task Download_HasTheColumnsAndFiltersOfThePage_ForTheLeadOnly()
    {
        var lead = await world.App.SignInAsync("acme", Role.Lead);
        using var file = await lead.Client.GetAsync(
            new Uri("/exports/tables/support?tenant=acme&columns=trace_id,outcome&show=outcome", UriKind.Relative),
            Cancelled
        );
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        var bytes = await file.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.Equal("\uFEFFtrace_id,outcome_value\r\nt1,1\r\n", System.Text.Encoding.UTF8.GetString(bytes));
        var stranger = await world.App.SignInAsync("other", Role.Lead);
        using var refused = await stranger.Client.GetAsync(new Uri("/exports/tables/support?tenant=acme", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    public async Task ManyRowsOfOneInstant_AreExportedOnceEach(string format)
    {
        const int rows = 6001;
        TestServer.PostgresOnly("the rows are copied by a statement");
        var workflow = "many-" + format;
        await TableWorld.PostAsync(world.Client, "/api/v1/events", TableWorld.Event(workflow, 0, "\"country\":\"DE\"", workflow));
        await using (var db = world.App.Database.CreateContext())
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO interactions
                SELECT (jsonb_populate_record(i, jsonb_build_object('id', nextval('interaction_ids'), 'trace_id', i.trace_id || n))).*
                FROM interactions i, generate_series(2, {rows}) n WHERE i.trace_id = {workflow}
                """,
                Cancelled
            );
        using var response = await world.GetAsync("?format=" + format, workflow: workflow);
        using var content = new MemoryStream(await response.Content.ReadAsByteArrayAsync(Cancelled));
        var traces =
            format == "parquet"
                ? (await TableFormatTests.ReadAsync(content)).ConvertAll(r => (string)r["trace_id"])
                : System
                    .Text.Encoding.UTF8.GetString(content.ToArray())
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Skip(format == "csv" ? 1 : 0)
                    .Select(l => l.Split(',')[0])
                    .ToList();
        Assert.Equal((rows, rows), (traces.Count, traces.Distinct().Count()));
    }
}
