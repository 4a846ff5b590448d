using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Components.Tests.Labeling;

public sealed class SuggestionTests : ComponentTest
{
    [Fact]
    public async Task Suggestion_IsShownAsOne_AndSaysIfItWasChanged()
    {
        var rubric = new RubricDefinition(
            "R",
            "",
            [
                new Criterion
                {
                    Key = "k",
                    Kind = CriterionKind.OneOf,
                    Label = "Kind",
                    Options = [new("a", "Alpha"), new("b", "<b>Beta</b>")],
                },
                new Criterion
                {
                    Key = "ok",
                    Kind = CriterionKind.YesNo,
                    Label = "Good?",
                },
            ]
        );
        var suggesting = new SuggestingSheet(rubric, new() { ["k"] = new("b", SuggestionSource.Judge) });
        var form = Render<RubricForm>(p => p.Add(f => f.Sheet, suggesting).Add(f => f.Edited, () => { }).Add(f => f.Submitted, () => { }));
        var mark = Assert.Single(form.FindAll(".suggested"));
        Assert.Equal("Suggested by a judge: <b>Beta</b>", mark.TextContent.Trim());
        Assert.True(form.Find("input[value=b]").HasAttribute("checked"));
        Assert.Equal("yes", form.Find(".criterion").GetAttribute("data-suggested"));
        await form.Find("input[value=a]").ChangeAsync(new() { Value = "a" });
        Assert.EndsWith("changed", form.Find(".suggested").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Null(form.Find("[data-criterion=ok]").GetAttribute("data-suggested"));
    }

    private sealed class SuggestingSheet : AnswerSheet
    {
        public SuggestingSheet(RubricDefinition rubric, Dictionary<string, SuggestedAnswer> suggestions)
            : base(rubric, 1, "", suggestions.ToDictionary(s => s.Key, s => s.Value.Value)) => Suggestions = suggestions;
    }
}
