using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Tests.Agreement;
using static TriageConsole.Tests.Golden.GoldenItems;

namespace TriageConsole.Tests.Golden;

/// <summary>Hidden checks: golden items among the items of labelers.</summary>
public sealed class GoldenCheckTests
{
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
}
