using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;
using TriageConsole.Data.Access;
using TriageConsole.Features.Reports;
using TriageConsole.Security;

namespace TriageConsole.Tests.Reports;

/// <summary>The report of week 47 of 2026 (16 to 22 November) over planted data, with values worked out by hand.</summary>
public sealed class LoopReportTests
{
    private static readonly IsoWeek Week = new(2026, 47);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outcome_IsComparedWithTheWeekBefore_AndSplitByVersion()
    {
        await using var world = await ReportWorld.CreateAsync();
        var report = await world.ReadAsync(Week);
        Assert.Equal(("support", "2026-W47"), (report.Workflow, report.Week));
        Assert.True(report.Complete);

        // 60 of 100 before; 30 of 50 (r1), 44 of 49 (r2) and 1 of 1 (old) now.
        var outcome = report.Measures[0];
        Assert.Equal(("resolved", ReportMeasureKind.Outcome, true), (outcome.Name, outcome.Kind, outcome.IsShare));
        Assert.Equal((100, 100), (outcome.Before.Count, outcome.Now.Count));
        Assert.Equal(0.6, outcome.Before.Value!.Value, 12);
        Assert.Equal(0.75, outcome.Now.Value!.Value, 12);
        Assert.Equal(0.15, outcome.Difference.Value!.Value, 12);
        var expected = MeanDifference.Of(new OutcomeSums(100, 75, 75), new OutcomeSums(100, 60, 60));
        Assert.Equal((expected.Low, expected.High), (outcome.Difference.Low, outcome.Difference.High));
        Assert.Equal(ShiftVerdict.Better, outcome.Verdict);

        // (44 − 49 × 0.6) / 100 of r2, (1 − 0.6) / 100 of old, nothing of r1.
        Assert.Equal(["r2", "old", "r1"], report.Versions.Select(v => v.Version));
        Assert.Equal(0.146, report.Versions[0].Part, 12);
        Assert.Equal(0.004, report.Versions[1].Part, 12);
        Assert.Equal(0, report.Versions[2].Part, 12);
        Assert.Equal((true, false), (report.Versions[0].IsNew, report.Versions[2].IsNew));
        Assert.Equal((49, 49), (report.Versions[0].Interactions, report.Versions[0].Now.Count));

        Assert.StartsWith("“resolved” got better: 75 % (", report.Summary[0], StringComparison.Ordinal);
        Assert.Contains("+15 pp (", report.Summary[0], StringComparison.Ordinal);
        Assert.Equal("The largest part of the change, +14.6 pp, is in the version r2, which is new.", report.Summary[1]);
    }

    [Fact]
    public async Task Patterns_HaveTheirFailuresInBothWeeks_AndTheReleasesThatNameThem()
    {
        await using var world = await ReportWorld.CreateAsync();
        var report = await world.ReadAsync(Week);
        Assert.Equal(["segment = gold Regressed", "country = DE Fixed", "tool = x New"], report.Patterns.Select(p => $"{p.Name} {p.Kind}"));
        var fixedOne = report.Patterns[1];
        Assert.Equal(("Lea", ReportWorld.Wednesday), (fixedOne.By, fixedOne.At));
        // 24 of 40 failed before; 5 of 50 and 2 of 40 now. All failures: 40 before, 25 now.
        Assert.Equal((40, 24), (fixedOne.Before.Interactions, fixedOne.Before.Failures));
        Assert.Equal((90, 7), (fixedOne.Now.Interactions, fixedOne.Now.Failures));
        Assert.Equal(0.6, fixedOne.Before.ShareOfFailures!.Value, 12);
        Assert.Equal(0.28, fixedOne.Now.ShareOfFailures!.Value, 12);
        Assert.Equal((7 / 90d) - 0.6, fixedOne.Difference.Value!.Value, 12);
        Assert.Equal(ShiftVerdict.Better, fixedOne.Verdict);
        Assert.Equal(["r2"], fixedOne.Releases);
        Assert.Empty(report.Patterns[0].Releases);
        Assert.Contains("1 pattern was fixed: country = DE (60 % → 7.8 % fail).", report.Summary[2], StringComparison.Ordinal);
        Assert.Contains("1 pattern regressed: segment = gold.", report.Summary[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_AreThoseOfTheWeek_WithTheirReasons()
    {
        await using var world = await ReportWorld.CreateAsync();
        var report = await world.ReadAsync(Week);
        Assert.Equal([ReportChangeKind.Rubric, ReportChangeKind.Promotion], report.Changes.Select(c => c.Kind));
        Assert.Equal(("Rubric version 1 was published.", "clearer words"), (report.Changes[0].Text, report.Changes[0].Detail));
        var promotion = report.Changes[1];
        Assert.Equal(("r2 went live against its gates.", "Aron", true), (promotion.Text, promotion.By, promotion.Overridden));
        Assert.StartsWith("Reason of the override: repairs country = DE Gates: ", promotion.Detail, StringComparison.Ordinal);
        Assert.Equal("Wed 18 Nov: r2 went live against its gates.", report.Summary[3]);
        var before = await world.ReadAsync(Week.Previous);
        Assert.Empty(before.Changes);
        Assert.Contains("No release went live and none was rolled back.", before.Summary);
    }

    [Fact]
    public async Task Experts_HaveTheirTimeAndLabels_AndWhatFixesRecoverUntilTheEndOfTheWeek()
    {
        await using var world = await ReportWorld.CreateAsync();
        var experts = (await world.ReadAsync(Week)).Experts;
        Assert.Equal((20, 2, 3, 6), (experts.Labels, experts.People, experts.Skips, experts.LabelsBefore));
        Assert.Equal(15, experts.Minutes, 9);
        Assert.Equal(6, experts.MinutesBefore, 9);
        // 29 of 90 failed before the day of the fix, 2 of 40 in the two days after it: 40 interactions in 2/7 of a week.
        Assert.Equal("country = DE", Assert.Single(experts.Recovered).Pattern);
        Assert.Equal(((29 / 90d) - 0.05) * 40 * 3.5, experts.RecoveredPerWeek!.Value, 9);
    }

    [Fact]
    public async Task NextSteps_AreTheMostUrgentFirst_WithLinks()
    {
        await using var world = await ReportWorld.CreateAsync();
        var steps = (await world.ReadAsync(Week)).NextSteps;
        Assert.Equal((NextStepKind.RegressedPattern, "Fix again: segment = gold"), (steps[0].Kind, steps[0].Text));
        Assert.Equal((NextStepKind.Pattern, "Fix: tool = x"), (steps[1].Kind, steps[1].Text));
        Assert.StartsWith("It costs 9 resolved a week. 50 % (", steps[1].Why, StringComparison.Ordinal);
        Assert.StartsWith("patterns/support/", steps[1].Link, StringComparison.Ordinal);
        Assert.Equal(steps.OrderBy(s => s.Kind), steps);
    }

    [Fact]
    public async Task WeekWithoutData_SaysSo_InEachPart()
    {
        await using var world = await ReportWorld.CreateAsync();
        var report = await world.ReadAsync(new IsoWeek(2026, 30));
        Assert.Empty(report.Measures);
        Assert.Empty(report.Versions);
        Assert.Empty(report.Patterns);
        Assert.Empty(report.Changes);
        Assert.Equal((0, null), (report.Experts.Labels, report.Experts.RecoveredPerWeek));
        Assert.StartsWith("No outcomes were measured", report.Summary[0], StringComparison.Ordinal);
        Assert.Contains("No failure pattern was fixed, regressed or appeared.", report.Summary);
    }

    [Fact]
    public async Task OtherPeople_AreRefused_AndWeeksAreChecked()
    {
        await using var world = await ReportWorld.CreateAsync();
        var reports = world.Reports;
        var foreign = new PersonAccess(9, "Other", [new Grant(Role.Lead, world.Workflow.TenantId + 1, null)]);
        await Assert.ThrowsAsync<AccessDeniedException>(() => reports.ReadAsync(foreign, world.Workflow, Week, Cancelled));
        Assert.Null(await reports.FindAsync(foreign, "support", null, Cancelled));
        var labeler = new PersonAccess(9, "Labeler", [new Grant(Role.Labeler, world.Workflow.TenantId, null)]);
        await Assert.ThrowsAsync<AccessDeniedException>(() => reports.ReadAsync(labeler, world.Workflow, Week, Cancelled));
        var approver = new PersonAccess(9, "Approver", [new Grant(Role.Approver, world.Workflow.TenantId, world.Workflow.Id)]);
        Assert.Equal("2026-W47", (await reports.ReadAsync(approver, world.Workflow, Week, Cancelled)).Week);

        // It is Wednesday of week 48.
        Assert.Equal("2026-W47", reports.Week(null).Value.ToString());
        Assert.Equal("2026-W48", reports.Week("2026-W48").Value.ToString());
        Assert.Contains("week must be an ISO week such as 2026-W47.", reports.Week("last").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("has not begun", reports.Week("2026-W49").Error!.Message, StringComparison.Ordinal);
        Assert.False((await world.ReadAsync(new IsoWeek(2026, 48))).Complete);
    }
}
