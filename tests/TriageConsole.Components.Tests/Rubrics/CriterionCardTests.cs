using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Components.Tests.Rubrics;

public sealed class CriterionCardTests : ComponentTest
{
    private readonly RubricEdit rubric = new();
    private readonly List<int> moved = [];
    private int changed;
    private int removed;

    [Fact]
    public async Task Question_TypedByTheLead_NamesItsKeyUntilItIsPublished()
    {
        var card = Open(new CriterionEdit { Key = "question" });
        await card.Find("input[maxlength='300']").InputAsync(new ChangeEventArgs { Value = "Was it kind?" });
        Assert.Equal(("Was it kind?", "was_it_kind", 1), (rubric.Criteria[0].Label, rubric.Criteria[0].Key, changed));
        rubric.Criteria[0].KeyIsFixed = true;
        await card.Find("input[maxlength='300']").InputAsync(new ChangeEventArgs { Value = "Was it polite?" });
        Assert.Equal("was_it_kind", rubric.Criteria[0].Key);
    }

    [Fact]
    public async Task SingleChoice_HasTwoOptionsAtLeast_AndOptionsAreAddedAndRemoved()
    {
        var card = Open(new CriterionEdit { Key = "tone" });
        await card.Find("select").ChangeAsync(new ChangeEventArgs { Value = nameof(CriterionKind.OneOf) });
        Assert.Equal(2, rubric.Criteria[0].Options.Count);
        await card.FindAll("button").Single(b => b.TextContent.Trim() == "Add option").ClickAsync(new());
        Assert.Equal(3, rubric.Criteria[0].Options.Count);
        await card.Find("[aria-label='Remove option 1']").ClickAsync(new());
        Assert.Equal(2, rubric.Criteria[0].Options.Count);
    }

    [Fact]
    public async Task FirstQuestion_CannotMoveUp_AndRemovingAsksFirst()
    {
        var card = Open(new CriterionEdit { Key = "a" });
        Assert.True(card.Find("[aria-label='Move question 1 up']").HasAttribute("disabled"));
        await card.Find("[aria-label='Move question 1 down']").ClickAsync(new());
        Assert.Equal([1], moved);
        await card.FindAll("button").Single(b => b.TextContent.Trim() == "Remove").ClickAsync(new());
        Assert.Equal(0, removed);
        await card.FindAll("button").Single(b => b.TextContent.Trim() == "Remove this question").ClickAsync(new());
        Assert.Equal(1, removed);
    }

    private IRenderedComponent<CriterionCard> Open(CriterionEdit criterion)
    {
        rubric.Criteria.Add(criterion);
        return Render<CriterionCard>(p =>
            p.Add(c => c.Rubric, rubric)
                .Add(c => c.Criterion, criterion)
                .Add(c => c.Number, 1)
                .Add(c => c.Changed, () => changed++)
                .Add(c => c.Moved, moved.Add)
                .Add(c => c.Removed, () => removed++)
        );
    }
}
