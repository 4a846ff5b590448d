using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Tests.Rubrics;

public sealed class RubricParserTests
{
    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{"title":"t","title":"u","criteria":[]}""", "not valid JSON")]
    [InlineData("""{"title":"t","criteria":[]}""", "at least one criterion")]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"text"}]}""", "label is missing")]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"text","label":"x","requird":true}]}""", "unknown field \"requird\"")]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"one_of","label":"x","options":[{"value":"y"}]}]}""", "at least two options")]
    [InlineData(
        """{"title":"t","criteria":[{"key":"a","kind":"one_of","label":"x","options":[{"value":"y"},{"value":"y"}]}]}""",
        "same value"
    )]
    [InlineData(
        """{"title":"t","criteria":[{"key":"a","kind":"yes_no","label":"x","options":[{"value":"maybe"}]}]}""",
        "\"yes\" and \"no\" only"
    )]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"ordinal","label":"x","min":5,"max":1}]}""", "min must be below max")]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"ordinal","label":"x","min":1,"max":1e9}]}""", "more than 50 steps")]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"ordinal","label":"x"}]}""", "needs min and max")]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"spans","label":"x"}]}""", "needs span_types")]
    [InlineData(
        """{"title":"t","criteria":[{"key":"a","kind":"text","label":"x","shown_if":{"criterion":"b","in":["y"]}}]}""",
        "not an earlier criterion"
    )]
    [InlineData(
        """
            {"title":"t","criteria":[{"key":"a","kind":"yes_no","label":"x"},
             {"key":"b","kind":"text","label":"x","shown_if":{"criterion":"a","in":["perhaps"]}}]}
            """,
        "cannot have as an answer"
    )]
    [InlineData("""{"title":"t","criteria":[{"key":"a","kind":"text","label":"x"},{"key":"a","kind":"text","label":"x"}]}""", "same key")]
    public void Parse_InvalidRubric_ReportsTheProblem(string json, string problem)
    {
        var result = RubricParser.Parse(json);
        Assert.Null(result.Definition);
        Assert.Contains(result.Problems, p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_OwnJson_RoundTrips()
    {
        const string Json = """
            {"title":"t","instructions":"i","criteria":[
              {"key":"a","kind":"yes_no","label":"A","required":true,
               "options":[{"value":"no","label":"Nope","marks_failure":true,"severity":"high","error_type":"e"}]},
              {"key":"b","kind":"ordinal","label":"B","help":"h","min":0,"max":2,
               "anchors":[{"value":0,"label":"zero","marks_failure":true}],"shown_if":{"criterion":"a","in":["no"]}},
              {"key":"c","kind":"spans","label":"C","span_types":[{"value":"x","label":"X"}]}]}
            """;
        var first = RubricParser.Parse(Json);
        Assert.Empty(first.Problems);
        var again = RubricParser.Parse(first.Definition!.ToJson());
        Assert.Empty(again.Problems);
        Assert.Equal(first.Definition.ToJson(), again.Definition!.ToJson());
    }
}
