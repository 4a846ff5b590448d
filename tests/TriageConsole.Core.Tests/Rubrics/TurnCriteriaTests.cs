using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Tests.Rubrics;

public sealed class TurnCriteriaTests
{
    private const string Json = """
        {"title":"T","criteria":[
          {"key":"satisfied","kind":"yes_no","label":"Satisfied?","required":true,"scope":"turn"},
          {"key":"resolved","kind":"yes_no","label":"Resolved?","required":true},
          {"key":"why","kind":"text","label":"Why not?","required":true,"scope":"turn","shown_if":{"criterion":"satisfied","in":["no"]}},
          {"key":"note","kind":"text","label":"Note"}]}
        """;

    private static RubricDefinition Rubric => RubricParser.Parse(Json).Definition!;

    [Theory]
    [InlineData(
        """{"key":"a","kind":"text","label":"x","scope":"message"}""",
        "scope \"message\" is unknown; valid scopes are interaction, turn"
    )]
    [InlineData("""{"key":"a","kind":"correction","label":"x","scope":"turn"}""", "their scope is interaction")]
    [InlineData(
        """
            {"key":"t","kind":"yes_no","label":"x","scope":"turn"},
            {"key":"a","kind":"text","label":"x","shown_if":{"criterion":"t","in":["no"]}}
            """,
        "only criteria of scope turn can depend on it"
    )]
    public void Parse_OfAWrongScope_ReportsTheProblem(string criteria, string problem)
    {
        var result = RubricParser.Parse($$"""{"title":"t","criteria":[{{criteria}}]}""");
        Assert.Contains(problem, Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Scope_IsInteractionByDefaultAndRoundTrips()
    {
        Assert.Equal(
            [CriterionScope.Turn, CriterionScope.Interaction, CriterionScope.Turn, CriterionScope.Interaction],
            RubricParser.Parse(Rubric.ToJson()).Definition!.Criteria.Select(c => c.Scope)
        );
        Assert.Equal(2, Rubric.ToJson().Split("\"scope\": \"turn\"").Length - 1);
        Assert.DoesNotContain("interaction", Rubric.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Difference_OfTheScope_ChangesTheMeaning()
    {
        var after = Rubric with { Criteria = [Rubric.Criteria[0] with { Scope = CriterionScope.Interaction }, .. Rubric.Criteria.Skip(1)] };
        Assert.True(Assert.Single(RubricDifference.Between(Rubric, after)).ChangesMeaning);
    }

    [Fact]
    public void ForMessages_AsksTurnCriteriaForEachMessageAndOthersOnce()
    {
        Assert.Equal(
            ["resolved", "satisfied@0", "why@0", "satisfied@3", "why@3", "note"],
            Rubric.ForMessages([0, 3]).Criteria.Select(c => c.Key)
        );
        Assert.Equal(["resolved", "note"], Rubric.ForMessages([]).Criteria.Select(c => c.Key));
    }

    [Fact]
    public void Validate_OfTurns_TreatsEachMessageByItself()
    {
        var asked = Rubric.ForMessages([0, 3]);
        var answers = new Dictionary<string, string>
        {
            ["resolved"] = "yes",
            ["satisfied@0"] = "yes",
            ["why@0"] = "dropped: not asked for a satisfied message",
            ["satisfied@3"] = "no",
        };
        var problem = Assert.Single(AnswerValidation.Validate(asked, answers, "").Problems);
        Assert.Equal(("why@3", "“Why not? (message 4)” needs an answer."), (problem.Field, problem.Message));
        answers["why@3"] = "late";
        Assert.Equal(
            [("resolved", 0), ("satisfied", 1), ("satisfied", 4), ("why", 4)],
            AnswerValidation
                .Validate(asked, answers, "")
                .Answers.Select(a => AnswerKey.Parse(a.Criterion))
                .Select(k => (k.Criterion, k.Turn))
        );
        answers["satisfied@7"] = "yes";
        Assert.Equal("satisfied@7", Assert.Single(AnswerValidation.Validate(asked, answers, "").Problems).Field);
    }

    [Theory]
    [InlineData("resolved", "resolved", null)]
    [InlineData("resolved@0", "resolved", 0)]
    [InlineData("resolved@12", "resolved", 12)]
    [InlineData("resolved@-1", "resolved@-1", null)]
    [InlineData("resolved@x", "resolved@x", null)]
    [InlineData("@3", "@3", null)]
    public void AnswerKey_OfText_IsReadAndWritten(string text, string criterion, int? message)
    {
        var key = AnswerKey.Parse(text);
        Assert.Equal((criterion, message, text), (key.Criterion, key.Message, key.ToString()));
        Assert.Equal(key, AnswerKey.Of(key.Criterion, key.Turn));
    }
}
