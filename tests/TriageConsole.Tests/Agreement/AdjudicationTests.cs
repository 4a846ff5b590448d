using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;

namespace TriageConsole.Tests.Agreement;

public sealed class AdjudicationTests
{
    private const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true},"""
        + """{"key":"issues","kind":"many_of","label":"Which?","options":[{"value":"a","label":"A"},"""
        + """{"value":"b","label":"B"}]}]}""";

    private static DisagreementReader Reader(AgreementWorld world) => world.Fixture.Get<DisagreementReader>();

    private static Dictionary<string, string> Answers(string value) => new() { ["quality"] = value };

    private static async Task<(AgreementWorld World, AdjudicationService Service, PersonAccess Lead, DisputeWork Work)> DisputeAsync()
    {
        var w = await AgreementWorld.CreateAsync(2);
        await w.PublishAsync(Rubric);
        await w.ImportAsync(
            AgreementWorld.Line("t0", "r0", "yes"),
            AgreementWorld.Line("t0", "r1", "yes"),
            AgreementWorld.Line("t0", "r2", "no"),
            AgreementWorld.Line("t1", "r0", "yes"),
            AgreementWorld.Line("t1", "r1", "yes")
        );
        await w.Counter.CatchUpAsync();
        var (service, lead) = (w.Fixture.Get<AdjudicationService>(), await w.HireAsync("mira", Role.Lead));
        var row = Assert.Single(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open));
        return (w, service, lead, (await Reader(w).OpenAsync(lead, w.Workflow, row.InteractionId))!);
    }

    [Fact]
    public async Task Open_Disagreement_ShowsLabelsAndLikeliestAnswer()
    {
        var (world, _, _, work) = await DisputeAsync();
        await using var w = world;
        Assert.Equal(["no", "yes", "yes"], work.Labels.Select(l => l.Answers["quality"]).Order());
        Assert.Equal("yes", work.Likeliest["quality"]);
        Assert.Null(work.Last);
    }

    [Fact]
    public async Task Decide_TwoLeadsAtOnce_SecondGetsConflictAndFirstStays()
    {
        var (world, service, lead, work) = await DisputeAsync();
        await using var w = world;
        var other = await w.HireAsync("nils", Role.Lead);
        var results = await Task.WhenAll(
            service.DecideAsync(lead, w.Workflow, work, new Decision(0, Answers("no"), DisagreementCause.RubricUnclear, "")),
            service.DecideAsync(other, w.Workflow, work, new Decision(0, Answers("yes"), DisagreementCause.Slip, ""))
        );
        Assert.Single(results, r => r.Ok);
        Assert.Contains("has just decided this item", results.Single(r => !r.Ok).Message, StringComparison.Ordinal);
        Assert.Empty(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open));
        Assert.Single(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Adjudicated));

        var again = (await Reader(w).OpenAsync(other, w.Workflow, work.Row.InteractionId))!;
        Assert.True(
            (
                await service.DecideAsync(
                    other,
                    w.Workflow,
                    again,
                    new Decision(again.Last!.Number, Answers("yes"), DisagreementCause.TrulyAmbiguous, "both")
                )
            ).Ok
        );
        Assert.Equal([1, 2], await w.Fixture.QueryAsync(db => db.Adjudications.OrderBy(a => a.Number).Select(a => a.Number).ToListAsync()));
    }

    [Fact]
    public async Task Decide_InvalidAnswersOrPersonWithoutLeadRole_IsRefused()
    {
        var (world, service, lead, work) = await DisputeAsync();
        await using var w = world;
        Assert.False(
            (await service.DecideAsync(lead, w.Workflow, work, new Decision(0, Answers("perhaps"), DisagreementCause.Slip, ""))).Ok
        );
        Assert.False(
            (
                await service.DecideAsync(
                    lead,
                    w.Workflow,
                    work,
                    new Decision(0, new Dictionary<string, string>(), DisagreementCause.Slip, "")
                )
            ).Ok
        );
        var labeler = await w.HireAsync("lena", Role.Labeler);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            service.DecideAsync(labeler, w.Workflow, work, new Decision(0, Answers("yes"), DisagreementCause.Slip, ""))
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => Reader(w).ListAsync(labeler, w.Workflow, DisagreementState.Open));
        Assert.Null(await Reader(w).OpenAsync(lead, w.Workflow, await w.InteractionAsync("t1")));
    }

    [Fact]
    public async Task SendBack_AsksOneMoreLabelerAndReopensWithTheLabel()
    {
        var (world, service, lead, work) = await DisputeAsync();
        await using var w = world;
        await service.SendBackAsync(lead, w.Workflow, work.Row.InteractionId);
        Assert.Empty(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open));
        Assert.Equal(
            1,
            await w.Fixture.QueryAsync(db => db.QueueItems.CountAsync(q => q.Source == QueueSource.Requested && q.OpenSlots == 1))
        );
        await w.ImportAsync(AgreementWorld.Line("t0", "r3", "no"));
        await w.Counter.CatchUpAsync();
        Assert.Equal(4, Assert.Single(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open)).Labelers);
    }

    [Fact]
    public async Task Likeliest_MultipleChoiceAndAnswerThatNobodyGave_Works()
    {
        var (world, service, lead, work) = await DisputeAsync();
        await using var w = world;
        await w.Fixture.Get<ConsensusService>().CatchUpAsync();
        Assert.NotNull((await Reader(w).OpenAsync(lead, w.Workflow, work.Row.InteractionId))!.Likeliest["quality"]);
        Assert.Empty(await w.Fixture.Get<IRubricFindings>().FindAsync(w.WorkflowId));
        await service.DecideAsync(lead, w.Workflow, work, new Decision(0, Answers("no"), DisagreementCause.RubricUnclear, ""));
        Assert.Contains(
            "named the rubric as unclear",
            Assert.Single(await w.Fixture.Get<IRubricFindings>().FindAsync(w.WorkflowId)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Disagreements_OnAnEarlierMeaning_AreClosedByTheNewMeaning()
    {
        var (world, service, lead, _) = await DisputeAsync();
        await using var w = world;
        await w.PublishAsync(Rubric.Replace("Good?", "Good enough to send?", StringComparison.Ordinal));
        await w.Counter.CatchUpAsync();
        Assert.Empty(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open));
    }

    [Fact]
    public async Task Disagreements_OnQuestionsOfAnotherRubric_UseThatRubric()
    {
        var (world, service, lead, _) = await DisputeAsync();
        await using var w = world;
        await w.ImportAsync(AgreementWorld.Line("t1", "r0", "3", "stars"), AgreementWorld.Line("t1", "r1", "3.0", "stars"));
        await w.Counter.CatchUpAsync();
        Assert.Single(await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open));
        await w.ImportAsync(AgreementWorld.Line("t1", "r1", " 1 ", "stars"));
        await w.Counter.CatchUpAsync();
        var rows = await Reader(w).ListAsync(lead, w.Workflow, DisagreementState.Open);
        var row = rows.Single(r => r.TraceId == "t1");
        Assert.Equal((2, "stars"), (row.Labelers, Assert.Single(row.Questions)));
        var work = (await Reader(w).OpenAsync(lead, w.Workflow, row.InteractionId))!;
        Assert.NotNull(work.Asked.Find("stars"));
        Assert.True(
            (
                await service.DecideAsync(
                    lead,
                    w.Workflow,
                    work,
                    new Decision(0, new Dictionary<string, string> { ["stars"] = "3" }, DisagreementCause.Slip, "")
                )
            ).Ok
        );
    }
}
