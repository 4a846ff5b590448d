using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;
using TriageConsole.Tests.Agreement;

namespace TriageConsole.Tests.Golden;

public sealed class GoldenTests
{
    private const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true}]}""";

    private static Dictionary<string, string> Answers(string value) => new() { ["quality"] = value };

    private static async Task<(AgreementWorld World, PersonAccess Lead)> WorldAsync(int interactions)
    {
        var w = await AgreementWorld.CreateAsync(interactions);
        await w.PublishAsync(Rubric);
        return (w, await w.HireAsync("mira", Role.Lead));
    }

    private static async Task<GoldenWork> GoldAsync(AgreementWorld w, PersonAccess lead, string trace, string value = "yes")
    {
        var rubric = await w.Fixture.Get<RubricService>().EnsureForWorkflowAsync(w.WorkflowId);
        var made = await w
            .Fixture.Get<GoldenCreation>()
            .CreateAsync(lead, w.Workflow, await w.InteractionAsync(trace), rubric, new GoldenEdit(0, Answers(value), null, ""));
        Assert.True(made.Ok, made.Message);
        var reader = w.Fixture.Get<GoldenReader>();
        return (await reader.OpenAsync(lead, w.Workflow, (await reader.ListAsync(lead, w.Workflow)).Single(r => r.TraceId == trace).Id))!;
    }

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
    public async Task HiddenChecks_AppearOnceEachAndAreComparedWithTheAnswer()
    {
        var (world, lead) = await WorldAsync(6);
        await using var w = world;
        await GoldAsync(w, lead, "t0");
        await GoldAsync(w, lead, "t1", "no");
        await w.Fixture.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(x => x.GoldenCheckShare, 0.5)));
        var (labeling, labeler) = (w.Fixture.Get<LabelingService>(), await w.HireAsync("lena", Role.Labeler));
        var session = await labeling.StartAsync(labeler, w.Workflow);
        var given = new List<LabelingItem>();
        // Checks are chosen at random, and the queue contains nothing else here, so both appear eventually.
        for (var n = 0; n < 200 && given.Count < 2; n++)
        {
            if (await labeling.NextAsync(labeler, session) is not { } item)
                continue;
            given.Add(item);
            Assert.True(
                (await labeling.SubmitAsync(labeler, session, item, new Submission(Guid.NewGuid(), Answers("yes"), 1000))).Value.Status
                    == SubmitStatus.Saved
            );
        }

        Assert.Equal(["t0", "t1"], given.Select(g => g.Content.TraceId).Order());
        for (var n = 0; n < 30; n++)
            Assert.Null(await labeling.NextAsync(labeler, session));
        await w.Counter.CatchUpAsync();
        Assert.Equal(
            [false, true],
            await w.Fixture.QueryAsync(db => db.GoldenChecks.OrderBy(c => c.IsRight).Select(c => c.IsRight).ToListAsync())
        );
        Assert.Equal([1, 1], await w.Fixture.QueryAsync(db => db.GoldenItems.Select(g => g.Exposures).ToListAsync()));
        // A labeler sees it a week later: figures that change with each label would reveal which item was a check.
        Assert.Empty(await w.Fixture.Get<LabelerTrustService>().OwnAsync(w.WorkflowId, labeler.UserId));
        await w.Fixture.QueryAsync(db =>
            db.GoldenChecks.ExecuteUpdateAsync(s => s.SetProperty(c => c.CheckedAt, c => c.CheckedAt.AddDays(-7)))
        );
        Assert.Equal(
            0.5,
            Assert.Single(await w.Fixture.Get<LabelerTrustService>().OwnAsync(w.WorkflowId, labeler.UserId)).Gold!.Value.Mean,
            1e-12
        );
        await w.Fixture.AssertCountersAsync();

        await labeling.UndoAsync(labeler, session);
        await w.Counter.CatchUpAsync();
        Assert.Equal(1, await w.Fixture.QueryAsync(db => db.GoldenChecks.CountAsync()));
        var ownerSession = await labeling.StartAsync(lead, w.Workflow);
        for (var n = 0; n < 30; n++)
            Assert.Null(await labeling.NextAsync(lead, ownerSession));
    }

    [Fact]
    public async Task HiddenChecks_ManyLabelersAtOnce_NeverExceedTheLeakBudget()
    {
        var (world, lead) = await WorldAsync(1);
        await using var w = world;
        await GoldAsync(w, lead, "t0");
        await w.Fixture.QueryAsync(db => db.GoldenItems.ExecuteUpdateAsync(s => s.SetProperty(g => g.LeakBudget, 3)));
        await w.Fixture.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(x => x.GoldenCheckShare, 0.5)));
        var labeling = w.Fixture.Get<LabelingService>();
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => w.HireAsync($"p{n}", Role.Labeler)));
        var leases = await Task.WhenAll(
            people.Select(async p =>
            {
                var (session, got) = (await labeling.StartAsync(p, w.Workflow), 0);
                for (var n = 0; n < 12; n++)
                    got += await labeling.NextAsync(p, session) is null ? 0 : 1;
                return got;
            })
        );
        Assert.Equal(3, leases.Sum());
        Assert.All(leases, l => Assert.True(l <= 1));
        Assert.Equal(
            (3, 3),
            await w.Fixture.QueryAsync(async db =>
                (
                    await db.GoldenItems.Select(g => g.Exposures).SingleAsync(),
                    await db.QueueItems.Where(q => q.Source == Data.Triage.QueueSource.GoldenCheck).Select(q => q.Slots).SingleAsync()
                )
            )
        );
        await w.Fixture.AssertCountersAsync();
    }

    [Fact]
    public async Task HiddenChecks_LeftOrSkipped_AreNotOfferedToOthersAndUnseenOnesDoNotCount()
    {
        var (world, lead) = await WorldAsync(1);
        await using var w = world;
        await GoldAsync(w, lead, "t0");
        await w.Fixture.QueryAsync(db => db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(x => x.GoldenCheckShare, 0.5)));
        var labeling = w.Fixture.Get<LabelingService>();
        foreach (var (name, skips) in new[] { ("lena", false), ("luis", true) })
        {
            var person = await w.HireAsync(name, Role.Labeler);
            var (session, item) = (await labeling.StartAsync(person, w.Workflow), (LabelingItem?)null);
            for (var n = 0; n < 100 && item is null; n++)
                item = await labeling.NextAsync(person, session);
            if (skips)
                await labeling.SkipAsync(person, session, item!.Lease, "unclear");
            else
                await w.Fixture.Get<LabelingLeases>().ReleaseAsync(session, [item!.Lease]);
        }

        Assert.Equal(
            (0, 1),
            await w.Fixture.QueryAsync(async db =>
                (await db.QueueItems.SumAsync(q => q.OpenSlots), await db.GoldenItems.Select(g => g.Exposures).SingleAsync())
            )
        );
        await w.Fixture.AssertCountersAsync();
        var mine = await labeling.StartAsync(lead, w.Workflow);
        for (var n = 0; n < 20; n++)
            Assert.Null(await labeling.NextAsync(lead, mine));
    }

    [Fact]
    public async Task Checks_OfRetiredItemsOldAnswersAndOtherMeanings_NoLongerCount()
    {
        var (world, lead) = await WorldAsync(2);
        await using var w = world;
        var (golden, trust) = (w.Fixture.Get<GoldenService>(), w.Fixture.Get<LabelerTrustService>());
        var work = await GoldAsync(w, lead, "t0");
        await w.ImportAsync(AgreementWorld.Line("t0", "r0", "no"), AgreementWorld.Line("t0", "r1", "yes"));
        async Task<long> ChecksAsync() => (await trust.ListAsync(await w.ReportAsync("quality"))).Sum(s => s.Gold?.Checks ?? 0);
        Assert.Equal(2, await ChecksAsync());
        await golden.ReviseAsync(lead, w.Workflow, work.Row.Id, new GoldenEdit(work.RowVersion, Answers("no"), null, "it was wrong"));
        Assert.Equal(0, await ChecksAsync());
        await w.ImportAsync(AgreementWorld.Line("t0", "r2", "no"));
        Assert.Equal(1, await ChecksAsync());
        var now = (await w.Fixture.Get<GoldenReader>().OpenAsync(lead, w.Workflow, work.Row.Id))!;
        await golden.RetireAsync(lead, w.Workflow, work.Row.Id, now.RowVersion, "known by all");
        await w.ImportAsync(AgreementWorld.Line("t0", "r3", "yes"));
        Assert.Equal(0, await ChecksAsync());
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
            (decided.Value, "adjudicated: a slip", """{"quality":"no"}"""),
            (version.AdjudicationId, version.Reason, version.Answers)
        );
        var coverage = await w.Fixture.Get<GoldenCoverageService>().CoverageAsync(lead, w.Workflow);
        Assert.Equal(1, coverage.Where(c => c.Dimension == "suspicion").Sum(c => c.Items));
    }
}
