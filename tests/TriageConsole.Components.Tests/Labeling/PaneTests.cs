using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Components.Tests.Labeling;

public sealed class PaneTests
{
    private static readonly RubricDefinition Rubric = new(
        "R",
        "",
        [
            new Criterion
            {
                Key = "ok",
                Kind = CriterionKind.YesNo,
                Label = "Good?",
                Required = true,
            },
        ]
    );

    [Fact]
    public void Draft_WithAnswersToQuestionsOfAnEarlierVersion_CanBeSubmitted()
    {
        var pane = Open(
            new()
            {
                ["ok"] = "yes",
                ["gone"] = "5",
                ["ok@2"] = "no",
            }
        );
        Assert.True(pane.Check().Ok);
        Assert.Equal(new Dictionary<string, string> { ["ok"] = "yes" }, pane.Answers);
    }

    [Fact]
    public void Item_IsBegun_WhenAnAnswerChanges_NotByItsDraftOrSuggestion()
    {
        Assert.False(Open(new() { ["ok"] = "yes" }).IsBegun);
        var pane = Open([], new() { ["ok"] = new("yes", SuggestionSource.Judge) });
        Assert.Equal("yes", pane.Answers["ok"]);
        Assert.False(pane.IsBegun);
        pane.Set("ok", "no");
        Assert.True(pane.IsBegun);
        // Saved as a draft.
        pane.Unsaved = false;
        Assert.True(pane.IsBegun);
        pane.Set("ok", "");
        pane.Unsaved = false;
        Assert.True(pane.IsBegun);
    }

    private static Pane Open(Dictionary<string, string> draft, Dictionary<string, SuggestedAnswer>? suggestions = null)
    {
        var content = new BlindContent("t", DateTimeOffset.UnixEpoch, null, null, "question", "answer", [], [], null, null, null);
        var item = new LabelingItem(new LeaseToken(1, 1), 1, "", content, draft, 0, false) { Suggestions = suggestions ?? [] };
        return new Pane(item, Rubric) { Session = null! };
    }
}
