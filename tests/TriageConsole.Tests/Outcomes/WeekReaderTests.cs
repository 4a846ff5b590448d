using Microsoft.Extensions.Time.Testing;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Access;
using TriageConsole.Features.Outcomes;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using static TriageConsole.Tests.Outcomes.DashboardData;

namespace TriageConsole.Tests.Outcomes;

/// <summary>The comparison of weeks for many workflows, and of chosen periods for one.</summary>
public sealed class WeekReaderTests
{
    private static readonly PersonAccess Admin = new(1, "Ada", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task Weeks_AreWorstFirst_AndEqualTheDashboard()
    {
        await using var f = await WorldAsync();
        var page = await f.Get<WeekReader>().PageAsync(Admin, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["worse", "same", "better", "small", "silent"], page.Items.Select(r => r.Workflow.Key));
        Assert.Equal(["worse", "not decisive", "better", "insufficient data", "no data"], page.Items.Select(r => r.Verdict.Words));
        foreach (var row in page.Items.Take(3))
        {
            var view = await f.Get<OutcomeDashboard>()
                .ReadAsync(Admin, row.Workflow, new() { From = Day(0), To = Day(14) }, TestContext.Current.CancellationToken);
            Assert.Equal(view.Metrics[0].Shift, row.Shift);
            Assert.Equal(row.Shift!.Gain!.Value, row.Contributors.Where(c => c.Kind.Length == 0).Sum(c => c.Gain), 9);
            Assert.Equal(row.Shift.Gain.Value, row.Contributors.Where(c => c.Kind == "segment").Sum(c => c.Gain), 9);
        }

        Assert.Equal("r2", page.Items[0].Contributors[0].Name);
        Assert.True(page.Items[0].Contributors[0].IsNew);
        Assert.Contains("version=r2", page.Items[0].Contributors[0].Link, StringComparison.Ordinal);
        var (busiest, total) = await f.Get<WeekReader>().BusiestAsync(Admin, 2, TestContext.Current.CancellationToken);
        Assert.Equal((2, 5), (busiest.Count, total));
        var lead = Person(Role.Lead, long.MaxValue);
        Assert.Empty((await f.Get<WeekReader>().PageAsync(lead, cancellationToken: TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task ChosenPeriods_AreCompared_AndTheScorecardCountsEachInteractionOnce()
    {
        await using var f = await WorldAsync();
        var workflow = await WorkflowAsync(f, "worse");
        var filter = new OutcomeFilter { Span = "30d", Compared = new(Day(9), Day(11), Day(0), Day(3)) };
        var metric = (await f.Get<OutcomeDashboard>().ReadAsync(Admin, workflow, filter, TestContext.Current.CancellationToken)).Metrics[0];
        Assert.Equal((20, 30), (metric.Now.Sums.Count, metric.Before.Sums.Count));
        Assert.Equal(OutcomeShift.Of(metric.Before.Sums, metric.Now.Sums, lowerIsBetter: false), metric.Shift);
        Assert.Equal(metric.Count, metric.Scorecard.Sum(c => c.Count));
        Assert.Equal(4, metric.Scorecard.Count);
        Assert.Equal(metric.Sums.Sum, metric.Scorecard.Sum(c => c.Sums.Sum));
    }

    [Fact]
    public async Task File_HasTheFiguresOfThePage()
    {
        await using var f = await WorldAsync();
        var workflow = await WorkflowAsync(f, "worse");
        var view = await f.Get<OutcomeDashboard>().ReadAsync(Admin, workflow, new(), TestContext.Current.CancellationToken);
        var rows = OutcomeExport.Rows(view, view.Metrics[0]).ToList();
        Assert.Equal("worse", rows.Single(r => r.Figure == "gain").Verdict);
        Assert.Equal(view.Metrics[0].Shift.Gain, rows.Single(r => r.Figure == "gain").Value.Value);
        Assert.Equal(4, rows.Count(r => r.Figure == "version and segment"));
        Assert.Equal(view.Metrics[0].Count, rows.Where(r => r.Figure == "step").Sum(r => r.Interactions));
    }

    /// <summary>Ten interactions a day for two weeks; release r2 and other outcomes in the second one.</summary>
    private static async Task<IngestFixture> WorldAsync()
    {
        var f = await IngestFixture.CreateAsync(new FakeTimeProvider(Day(13).AddHours(12)));
        var lines = new List<string>();
        Add("same", 10, 7, 7);
        Add("better", 10, 5, 9);
        Add("worse", 10, 9, 5);
        Add("small", 1, 1, 0);
        lines.Add(Line("silent", 0, 0, null));
        await f.SendAsync([.. lines]);
        return f;

        void Add(string workflow, int each, int before, int after)
        {
            for (var day = 0; day < 14; day++)
            for (var n = 0; n < each; n++)
                lines.Add(Line(workflow, day, n, n < (day < 7 ? before : after) ? 1 : 0));
        }
    }

    private static string Line(string workflow, int day, int n, int? outcome) =>
        $$"""{"trace_id":"{{workflow}}-{{day}}-{{n}}","task_type":"{{workflow}}","task_id":"{{workflow}}-{{day}}-{{n}}","""
        + $$""" "model_version":"v1","release":"r{{(day < 7 ? 1 : 2)}}","segment":"s{{n % 2}}","input":"q","output":"a", """
        + $$""" "timestamp":"{{Day(day).AddHours(9).AddMinutes(n):O}}" """
        + (outcome is { } value ? "," + Resolved(value) : "")
        + "}";
}
