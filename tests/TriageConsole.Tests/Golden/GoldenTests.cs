using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Security;
using TriageConsole.Tests.Agreement;
using TriageConsole.Tests.Audit;
using static TriageConsole.Tests.Golden.GoldenItems;

namespace TriageConsole.Tests.Golden;

/// <summary>Versions, access, health, calibration and origin of golden items.</summary>
public sealed class GoldenTests
{
    [Fact]
    public async Task Revise_LockedItem_NeedsAReasonAndKeepsTheOldVersion()
    {
        var (world, lead) = await WorldAsync(1);
        await using var w = world;
        var (golden, work) = (w.Fixture.Get<GoldenService>(), await GoldAsync(w, lead, "t0"));
        Assert.False(
            (await golden.ReviseAsync(lead, w.Workflow, work.Row.Id, new GoldenEdit(work.RowVersion, Answers("no"), null, " "))).Ok
        );
        Assert.True(
            (
                await golden.ReviseAsync(
                    lead,
                    w.Workflow,
                    work.Row.Id,
                    new GoldenEdit(work.RowVersion, Answers("no"), "Better.", "policy changed")
                )
            ).Ok
        );
        Assert.Contains(
            "Another user has changed this item",
            (await golden.ReviseAsync(lead, w.Workflow, work.Row.Id, new GoldenEdit(work.RowVersion, Answers("yes"), null, "x"))).Message,
            StringComparison.Ordinal
        );
        var now = (await w.Fixture.Get<GoldenReader>().OpenAsync(lead, w.Workflow, work.Row.Id))!;
        Assert.Equal((2, "no", "Better."), (now.Row.Number, now.Answers["quality"], now.ExpectedOutput));
        Assert.Equal(["policy changed", "picked"], now.Versions.Select(v => v.Reason));
        // The refused changes are not recorded.
        Assert.Equal(
            [AuditActions.GoldenCreated, AuditActions.GoldenChanged],
            (await w.Fixture.QueryAsync(Recorded.AllAsync))
                .Select(r => r.Action)
                .Where(a => a.StartsWith("golden.", StringComparison.Ordinal))
        );
        Assert.Equal(
            "This interaction is already a golden item.",
            (
                await w
                    .Fixture.Get<GoldenCreation>()
                    .CreateAsync(lead, w.Workflow, work.Row.InteractionId, now.Rubric, new GoldenEdit(0, Answers("yes"), null, ""))
            ).Message
        );
    }

    [Fact]
    public async Task Access_LabelersSeeNothing_OwnersSeeTheirItems()
    {
        var (world, lead) = await WorldAsync(2);
        await using var w = world;
        var (golden, reader, work) = (w.Fixture.Get<GoldenService>(), w.Fixture.Get<GoldenReader>(), await GoldAsync(w, lead, "t0"));
        await GoldAsync(w, lead, "t1");
        var labeler = await w.HireAsync("lena", Role.Labeler);
        Assert.False(await reader.MayOpenAsync(labeler, w.Workflow));
        Assert.Null(await reader.OpenAsync(labeler, w.Workflow, work.Row.Id));
        await Assert.ThrowsAsync<AccessDeniedException>(() => golden.ConfirmAsync(labeler, w.Workflow, work.Row.Id, work.RowVersion));
        Assert.True((await golden.AssignAsync(lead, w.Workflow, work.Row.Id, work.RowVersion, labeler.UserId, 30)).Ok);
        Assert.Equal("t0", Assert.Single(await reader.ListAsync(labeler, w.Workflow)).TraceId);
        var mine = (await reader.OpenAsync(labeler, w.Workflow, work.Row.Id))!;
        Assert.True((await golden.ConfirmAsync(labeler, w.Workflow, work.Row.Id, mine.RowVersion)).Ok);
        Assert.False(
            (
                await golden.AssignAsync(
                    lead,
                    w.Workflow,
                    work.Row.Id,
                    (await reader.OpenAsync(lead, w.Workflow, work.Row.Id))!.RowVersion,
                    999_999,
                    30
                )
            ).Ok
        );
    }

    [Fact]
    public async Task Health_StaleDisputedLeakedAndOwnerless_IsShownAndOwnersAreReminded()
    {
        var (world, lead) = await WorldAsync(1);
        await using var w = world;
        var work = await GoldAsync(w, lead, "t0");
        await w.ImportAsync(Enumerable.Range(0, 4).Select(n => AgreementWorld.Line("t0", $"r{n}", n == 0 ? "yes" : "no")));
        await w.Counter.CatchUpAsync();
        await w.Fixture.QueryAsync(db =>
            db.GoldenItems.ExecuteUpdateAsync(s =>
                s.SetProperty(g => g.RefreshDueAt, DateTimeOffset.UnixEpoch).SetProperty(g => g.Exposures, g => g.LeakBudget)
            )
        );
        var reader = w.Fixture.Get<GoldenReader>();
        var row = Assert.Single(await reader.ListAsync(lead, w.Workflow));
        Assert.Equal(GoldenTrouble.Stale | GoldenTrouble.Disputed | GoldenTrouble.Leaked, row.Trouble);
        Assert.Equal((4, 1), (row.Checks, row.Right));

        var reminders = w.Fixture.Get<GoldenReminders>();
        await reminders.RemindAsync();
        await reminders.RemindAsync();
        Assert.Equal([lead.UserId], await w.Fixture.QueryAsync(db => db.Notices.Select(n => n.UserId).ToListAsync()));
        var second = await w.HireAsync("nils", Role.Lead);
        await w.Fixture.QueryAsync(db =>
            db.Users.Where(u => u.Id == lead.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, DateTimeOffset.UnixEpoch))
        );
        Assert.True(Assert.Single(await reader.ListAsync(second, w.Workflow)).Trouble.HasFlag(GoldenTrouble.OwnerLeft));
        await reminders.RemindAsync();
        Assert.Equal(
            1,
            await w.Fixture.QueryAsync(db => db.Notices.CountAsync(n => n.UserId == second.UserId && n.Text.Contains("the owner left")))
        );

        await w.PublishAsync(Rubric.Replace("Good?", "Good enough to send?", StringComparison.Ordinal));
        Assert.True(Assert.Single(await reader.ListAsync(second, w.Workflow)).Trouble.HasFlag(GoldenTrouble.Outdated));
        Assert.True((await w.Fixture.Get<GoldenService>().ConfirmAsync(second, w.Workflow, row.Id, work.RowVersion)).Ok);
        Assert.False(Assert.Single(await reader.ListAsync(second, w.Workflow)).Trouble.HasFlag(GoldenTrouble.Stale));
    }

    [Fact]
    public async Task Calibration_WithoutComparableItems_IsComplete()
    {
        var (world, lead) = await WorldAsync(1);
        await using var w = world;
        await GoldAsync(w, lead, "t0");
        await w.PublishAsync(Rubric.Replace("Good?", "Good enough to send?", StringComparison.Ordinal));
        var (calibration, labeler) = (w.Fixture.Get<CalibrationService>(), await w.HireAsync("lena", Role.Labeler));
        var session = await calibration.StartAsync(labeler, w.Workflow);
        Assert.Null(await calibration.NextAsync(labeler, session));
        Assert.Equal(new CalibrationProgress(0, 0, 0, 0), await calibration.ProgressAsync(session));
        await w.Fixture.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(x => x.GoldenCheckShare, 0.5)));
        for (var n = 0; n < 20; n++)
            Assert.Null(await w.Fixture.Get<LabelingService>().NextAsync(labeler, session));
    }

    [Fact]
    public async Task Calibration_GivesFeedbackCreatesNoLabelsAndExcludesTheItemFromChecks()
    {
        var (world, lead) = await WorldAsync(3);
        await using var w = world;
        await GoldAsync(w, lead, "t0");
        await GoldAsync(w, lead, "t1", "no");
        var (calibration, labeler) = (w.Fixture.Get<CalibrationService>(), await w.HireAsync("lena", Role.Labeler));
        var session = await calibration.StartAsync(labeler, w.Workflow);
        var item = (await calibration.NextAsync(labeler, session))!;
        var feedback = Assert.Single(await calibration.AnswerAsync(labeler, session, item, Answers("yes")));
        Assert.Equal(("yes", "yes", true), (feedback.Given, feedback.Expected, feedback.IsRight));
        Assert.False(
            Assert
                .Single(await calibration.AnswerAsync(labeler, session, (await calibration.NextAsync(labeler, session))!, Answers("yes")))
                .IsRight
        );
        Assert.Null(await calibration.NextAsync(labeler, session));
        Assert.Equal(new CalibrationProgress(2, 2, 1, 2), await calibration.ProgressAsync(session));
        // Answered again in another window: the first answer stays.
        await calibration.AnswerAsync(labeler, session, item, Answers("no"));
        Assert.Equal(1, (await calibration.ProgressAsync(session)).Right);
        Assert.Equal(0, await w.Fixture.QueryAsync(db => db.Labels.CountAsync()));
        Assert.Null(await calibration.NextAsync(lead, await calibration.StartAsync(lead, w.Workflow)));
    }

    [Fact]
    public async Task MakeGolden_FromADecision_StoresItsOrigin()
    {
        var (world, lead) = await WorldAsync(1);
        await using var w = world;
        await w.ImportAsync(AgreementWorld.Line("t0", "r0", "yes"), AgreementWorld.Line("t0", "r1", "no"));
        await w.Counter.CatchUpAsync();
        var adjudication = w.Fixture.Get<AdjudicationService>();
        var work = (await w.Fixture.Get<DisagreementReader>().OpenAsync(lead, w.Workflow, await w.InteractionAsync("t0")))!;
        var decided = await adjudication.DecideAsync(lead, w.Workflow, work, new Decision(0, Answers("no"), DisagreementCause.Slip, ""));
        await w.Fixture.Get<IGoldenCreator>().MakeGoldenAsync(lead, w.Workflow, work.Row.InteractionId, decided.Value);
        var version = await w.Fixture.QueryAsync(db => db.GoldenVersions.SingleAsync());
        Assert.Equal(
            (decided.Value, "adjudicated: Mistake of a labeler", """{"quality":"no"}"""),
            (version.AdjudicationId, version.Reason, version.Answers)
        );
        var coverage = await w.Fixture.Get<GoldenCoverageService>().CoverageAsync(lead, w.Workflow);
        Assert.Equal(1, coverage.Where(c => c.Dimension == "suspicion").Sum(c => c.Items));
    }
}
