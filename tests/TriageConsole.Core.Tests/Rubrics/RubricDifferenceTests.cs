using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Tests.Rubrics;

public sealed class RubricDifferenceTests
{
    private static readonly RubricDefinition Before = new(
        "Title",
        "How",
        [
            new Criterion
            {
                Key = "resolved",
                Kind = CriterionKind.YesNo,
                Label = "Resolved?",
                Required = true,
            },
            new Criterion
            {
                Key = "type",
                Kind = CriterionKind.OneOf,
                Label = "Which?",
                Options = [new("a", "A"), new("b", "B")],
                ShownIf = new("resolved", ["no"]),
            },
            new Criterion
            {
                Key = "severity",
                Kind = CriterionKind.Ordinal,
                Label = "How bad?",
                Min = 1,
                Max = 4,
                Anchors = [new(1, "Little"), new(4, "Very")],
            },
        ]
    );

    [Fact]
    public void Between_EqualRubrics_IsEmpty() =>
        Assert.Empty(RubricDifference.Between(Before, RubricDefinition.FromStored(Before.ToJson())));

    [Fact]
    public void Suggestions_AreStored_AndAChangeOfThemIsToldAsNoChangeOfMeaning()
    {
        var after = Before with { Suggestions = SuggestionPolicy.Any };
        Assert.Equal(SuggestionPolicy.Any, RubricDefinition.FromStored(after.ToJson()).Suggestions);
        Assert.Equal(SuggestionPolicy.Any, RubricParser.Parse(after.ToJson()).Definition!.Suggestions);
        Assert.Equal(SuggestionPolicy.None, RubricParser.Parse(Before.ToJson()).Definition!.Suggestions);
        Assert.Contains(
            "valid words are none, judge, label, any",
            Assert.Single(RubricParser.Parse(after.ToJson().Replace("\"any\"", "\"all\"", StringComparison.Ordinal)).Problems),
            StringComparison.Ordinal
        );
        var change = Assert.Single(RubricDifference.Between(Before, after));
        Assert.Equal(("suggestions: “None” → “Any”", false), (change.What, change.ChangesMeaning));
    }

    [Fact]
    public void Between_EveryKindOfChange_HasOldAndNewValue()
    {
        var after = new RubricDefinition(
            "Title",
            "Other",
            [
                Before.Criteria[1] with
                {
                    Options = [new("a", "A") { MarksFailure = true }, new("c", "C")],
                    ShownIf = null,
                },
                Before.Criteria[0] with
                {
                    Label = "Met?",
                    Required = false,
                },
                new Criterion
                {
                    Key = "note",
                    Kind = CriterionKind.Text,
                    Label = "Note",
                },
            ]
        );
        var changes = RubricDifference.Between(Before, after);
        string[] expected =
        [
            "|instructions: “How” → “Other”|True",
            "type|shown if: “resolved is no” → nothing|True",
            "type|option a: “A” → “A, marks a failure”|True",
            "type|new option c: C|True",
            "type|option b was removed|True",
            "resolved|question: “Resolved?” → “Met?”|True",
            "resolved|required: “yes” → “no”|False",
            "note|new: Note|False",
            "severity|removed: How bad?|False",
            "|the order of the questions|False",
        ];
        Assert.Equal(expected, changes.Select(c => $"{c.Criterion}|{c.What}|{c.ChangesMeaning}"));
    }

    [Fact]
    public void Between_ChangedScale_ChangesTheMeaning()
    {
        var after = Before with
        {
            Criteria =
            [
                Before.Criteria[0],
                Before.Criteria[1],
                Before.Criteria[2] with
                {
                    Max = 5,
                    Anchors = [new(1, "Little"), new(5, "Very")],
                },
            ],
        };
        var changes = RubricDifference.Between(Before, after);
        Assert.Contains(changes, c => c.What == "scale: “1 to 4 by 1” → “1 to 5 by 1”" && c.ChangesMeaning);
        Assert.Contains(changes, c => c.What == "new anchor 5: Very");
        Assert.Contains(changes, c => c.What == "anchor 4 was removed");
    }
}
