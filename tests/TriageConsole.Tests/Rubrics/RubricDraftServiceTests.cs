using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Access;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;
using TriageConsole.Tests.Labeling;

namespace TriageConsole.Tests.Rubrics;

public sealed class RubricDraftServiceTests
{
    private static readonly RubricDefinition Changed = BuiltInRubrics.Definition("general") with { Title = "Other words" };

    [Fact]
    public void Editor_OpenedAndLeft_ChangesNothing()
    {
        foreach (var name in BuiltInRubrics.Names)
        {
            var rubric = BuiltInRubrics.Definition(name);
            Assert.Equal(rubric.ToJson(), RubricEdit.Of(rubric).ToDefinition().ToJson());
        }
    }

    [Fact]
    public async Task UnfinishedDraft_IsVisibleToTheNextLead()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var lead = Lead(world, "Mira");
        var unfinished = new RubricDefinition(
            "",
            "",
            [
                new Criterion
                {
                    Key = "q",
                    Kind = CriterionKind.OneOf,
                    Label = "",
                },
            ]
        );
        Assert.True((await world.Drafts.SaveAsync(lead, world.Workflow, unfinished, 0)).Ok);
        var work = await world.Drafts.OpenAsync(Lead(world, "Lee"), world.Workflow.Key, "acme");
        Assert.Equal(unfinished.ToJson(), work!.Draft!.ToJson());
        Assert.Equal("Mira", work.DraftBy);
        await world.Drafts.DiscardAsync(lead, world.Workflow);
        Assert.Null((await world.Drafts.OpenAsync(lead, world.Workflow.Key, "acme"))!.Draft);
    }

    [Fact]
    public async Task Draft_SavedByTwoConcurrently_OneWinsAndTheOtherGetsTheName()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var first = await world.Drafts.SaveAsync(Lead(world, "Mira"), world.Workflow, Changed, 0);
        var late = await world.Drafts.SaveAsync(Lead(world, "Lee"), world.Workflow, Changed with { Title = "Lee's" }, 0);
        Assert.False(late.Ok);
        Assert.StartsWith("Mira saved", late.Message, StringComparison.Ordinal);
        var many = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n => world.Drafts.SaveAsync(Lead(world, $"L{n}"), world.Workflow, Changed with { Title = $"{n}" }, first.Value))
        );
        Assert.Single(many, s => s.Ok);
    }

    [Fact]
    public async Task Publish_OfAChangedRubric_SelectsTheBridgingSampleFromLabeledItems()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 50);
        var hand = await world.HireAsync("lena");
        var (access, session) = (hand.Access, hand.Session);
        for (var n = 0; n < 40; n++)
            await LabelNextAsync(world, access, session, "yes");
        var result = await PublishAsync(world, Lead(world, "Mira"), Changed, "clearer words");
        Assert.Equal(2, result.Value.Number);

        await using var db = world.CreateContext();
        var relabel = await db.QueueItems.Where(q => q.Source == QueueSource.Relabel).ToListAsync();
        Assert.Equal(RubricBridges.Items, relabel.Count);
        var labeled = await db.Labels.Select(l => l.InteractionId).ToListAsync();
        Assert.All(relabel, q => Assert.Contains(q.InteractionId, labeled));
        Assert.Equal(40, await db.WorkflowCounters.SumAsync(c => c.OpenSlots));

        // The same labeler gets them again at the top of the queue, and the two versions are compared.
        var again = await world.Labeling.StartAsync(access, world.Workflow);
        Assert.Equal(2, again.Rubric.Number);
        for (var n = 0; n < 4; n++)
            await LabelNextAsync(world, access, again, n == 0 ? "no" : "yes");
        var version = (await world.Drafts.OpenAsync(Lead(world, "Mira"), world.Workflow.Key, "acme"))!.Versions[0];
        Assert.Equal("clearer words", version.Note);
        Assert.Equal((1, 4, 30), (version.Bridge!.FromNumber, version.Bridge.Done, version.Bridge.Items));
        Assert.Equal(new BridgeAgreement("acceptable", 3, 4), version.Bridge.Criteria.Single(c => c.Criterion == "acceptable"));
    }

    [Fact]
    public async Task Publish_WithoutEarlierLabels_OpensNoSample()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        await world.HireAsync("lena");
        Assert.True((await PublishAsync(world, Lead(world, "Mira"), Changed)).Ok);
        await using var db = world.CreateContext();
        Assert.Equal(0, await db.RubricBridges.CountAsync());
    }

    [Fact]
    public async Task Publish_OfAnUnfinishedRubric_ListsTheProblemsAndKeepsTheDraft()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var lead = Lead(world, "Mira");
        var unfinished = new RubricDefinition(
            "T",
            "",
            [
                new Criterion
                {
                    Key = "q",
                    Kind = CriterionKind.OneOf,
                    Label = "Which?",
                },
            ]
        );
        await world.Drafts.SaveAsync(lead, world.Workflow, unfinished, 0);
        var result = await PublishAsync(world, lead, unfinished);
        Assert.Contains(result.Problems, p => p.Message.Contains("needs at least two options", StringComparison.Ordinal));
        Assert.NotNull((await world.Drafts.OpenAsync(lead, world.Workflow.Key, "acme"))!.Draft);
    }

    [Fact]
    public async Task Labeler_CannotEditTheRubric()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var labeler = new PersonAccess(7, "Lena", [new Grant(Role.Labeler, world.Workflow.TenantId, null)]);
        Assert.Null(await world.Drafts.OpenAsync(labeler, world.Workflow.Key, "acme"));
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Drafts.SaveAsync(labeler, world.Workflow, Changed, 0));
        var opened = (await world.Drafts.OpenAsync(Lead(world, "Mira"), world.Workflow.Key, "acme"))!;
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.Drafts.PublishAsync(labeler, opened, Changed, ""));
    }

    [Fact]
    public async Task Publish_AfterAnotherLeadPublishedOrSaved_IsAConflict()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var (mira, lee) = (Lead(world, "Mira"), Lead(world, "Lee"));
        await world.Rubrics.EnsureForWorkflowAsync(world.Workflow.Id);
        var opened = (await world.Drafts.OpenAsync(mira, world.Workflow.Key, "acme"))!;
        Assert.True((await PublishAsync(world, lee, Changed with { Title = "Lee's" })).Ok);
        Assert.True((await world.Drafts.PublishAsync(mira, opened, Changed, "")).IsConflict);
        Assert.Equal("Lee's", (await world.Rubrics.FindActiveAsync(world.Workflow.Id))!.Definition.Title);

        opened = (await world.Drafts.OpenAsync(mira, world.Workflow.Key, "acme"))!;
        await world.Drafts.SaveAsync(lee, world.Workflow, Changed with { Title = "Lee's next" }, 0);
        var late = await world.Drafts.PublishAsync(mira, opened, Changed, "");
        Assert.True(late.IsConflict);
        Assert.StartsWith("Lee saved", late.Message, StringComparison.Ordinal);
        Assert.Equal("Lee's next", (await world.Drafts.OpenAsync(mira, world.Workflow.Key, "acme"))!.Draft!.Title);
    }

    private static async Task<Result<PublishedRubric>> PublishAsync(
        LabelingWorld world,
        PersonAccess lead,
        RubricDefinition rubric,
        string note = ""
    ) => await world.Drafts.PublishAsync(lead, (await world.Drafts.OpenAsync(lead, world.Workflow.Key, "acme"))!, rubric, note);

    private static PersonAccess Lead(LabelingWorld world, string name) =>
        new(99, name, [new Grant(Role.Lead, world.Workflow.TenantId, null)]);

    private static async Task LabelNextAsync(
        LabelingWorld world,
        PersonAccess access,
        Features.Labeling.LabelingSession session,
        string acceptable
    )
    {
        var item = (await world.Labeling.NextAsync(access, session))!;
        var answers = new Dictionary<string, string> { ["acceptable"] = acceptable };
        if (acceptable == "no")
            answers["error_type"] = "wrong";
        var saved = await world.Labeling.SubmitAsync(
            access,
            session,
            item,
            new Features.Labeling.Submission(Guid.NewGuid(), answers, 1000)
        );
        Assert.Equal(Features.Labeling.SubmitStatus.Saved, saved.Value.Status);
    }
}
