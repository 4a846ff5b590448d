using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Labeling;

namespace TriageConsole.Tests.Rubrics;

public sealed class RubricServiceTests
{
    [Fact]
    public void BuiltIns_AreValid()
    {
        foreach (var name in BuiltInRubrics.Names)
            Assert.Empty(RubricParser.Parse(BuiltInRubrics.Json(name)).Problems);
    }

    [Theory]
    [InlineData("support.airline", "Was the customer helped?")]
    [InlineData("rag_qa", "Is the answer helpful and grounded?")]
    [InlineData("code", "Would you merge this?")]
    [InlineData("chat", "Is the answer right?")]
    public async Task Ensure_ByWorkflowKey_PublishesTheMatchingBuiltIn(string key, string title)
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0, workflowKey: key);
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Rubrics.EnsureForWorkflowAsync(world.Workflow.Id)));
        Assert.All(all, r => Assert.Equal(title, r.Definition.Title));
    }

    [Fact]
    public async Task Import_Twice_AddsAVersionAndKeepsTheFirst()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var first = await world.Rubrics.EnsureForWorkflowAsync(world.Workflow.Id);
        Assert.Equal(
            first.VersionId,
            (await world.Rubrics.ImportAsync(world.Workflow.Id, BuiltInRubrics.Json("general"), "lee", "")).Value.VersionId
        );
        var second = await world.Rubrics.ImportAsync("acme", world.Workflow.Key, BuiltInRubrics.Json("code"), "lee");
        Assert.Equal(2, second.Value.Number);
        Assert.Equal(second.Value.VersionId, (await world.Rubrics.FindActiveAsync(world.Workflow.Id))!.VersionId);
        await using var db = world.CreateContext();
        Assert.Equal(2, await db.RubricVersions.CountAsync());
        // The import of the same rubric published nothing.
        Assert.Equal(2, await db.AuditRecords.CountAsync(r => r.Action == AuditActions.RubricPublished));
    }

    [Fact]
    public async Task Import_Invalid_ListsAllProblemsAndChangesNothing()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 0);
        var result = await world.Rubrics.ImportAsync(
            world.Workflow.Id,
            """{"title":"","criteria":[{"key":"A b","kind":"stars","label":"x"}],"extra":1}""",
            "lee",
            ""
        );
        Assert.False(result.Ok);
        Assert.Equal(4, result.Problems.Count);
        Assert.False((await world.Rubrics.ImportAsync("acme", "nowhere", "{}", "lee")).Ok);
        Assert.Null(await world.Rubrics.FindActiveAsync(world.Workflow.Id));
    }
}
