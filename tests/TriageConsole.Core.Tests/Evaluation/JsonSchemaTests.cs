using System.Text.Json;
using TriageConsole.Core.Evaluation;
using static TriageConsole.Core.Evaluation.EvalVerdict;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class JsonSchemaTests
{
    private static string[] Check(string schema, string value) => [.. JsonSchemaCheck.Check(Json(schema), Json(value))];

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>As in the published test suite of JSON Schema 2020-12 (type, required, items …), the cases of the words that are checked here.</summary>
    [Theory]
    [InlineData("""{"type":"integer"}""", "1", true)]
    [InlineData("""{"type":"integer"}""", "1.0", true)]
    [InlineData("""{"type":"integer"}""", "1.1", false)]
    [InlineData("""{"type":"integer"}""", "\"1\"", false)]
    [InlineData("""{"type":"number"}""", "1.1", true)]
    [InlineData("""{"type":["integer","string"]}""", "null", false)]
    [InlineData("""{"type":["integer","null"]}""", "null", true)]
    [InlineData("""{"type":"boolean"}""", "0", false)]
    [InlineData("""{"enum":[6,"foo",[],true,{"foo":12}]}""", """{"foo":12.0}""", true)]
    [InlineData("""{"enum":[6,"foo",[],true,{"foo":12}]}""", """{"foo":13}""", false)]
    [InlineData("""{"enum":[0]}""", "false", false)]
    [InlineData("""{"const":{"a":[1,2]}}""", """{"a":[1,2]}""", true)]
    [InlineData("""{"const":1}""", "true", false)]
    [InlineData("""{"required":["foo"]}""", """{"bar":1}""", false)]
    [InlineData("""{"required":["foo"]}""", "12", true)]
    [InlineData("""{"properties":{"foo":{"type":"string"}}}""", """{"foo":1}""", false)]
    [InlineData("""{"properties":{"foo":{"type":"string"}}}""", """{"bar":1}""", true)]
    [InlineData("""{"properties":{"foo":{}},"additionalProperties":false}""", """{"foo":1,"bar":2}""", false)]
    [InlineData("""{"properties":{"foo":{}},"additionalProperties":{"type":"boolean"}}""", """{"foo":1,"bar":true}""", true)]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,\"x\"]", false)]
    [InlineData("""{"items":false}""", "[]", true)]
    [InlineData("""{"minItems":1}""", "[]", false)]
    [InlineData("""{"maxItems":2}""", "[1,2,3]", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", false)]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1},{"a":2}]""", true)]
    [InlineData("""{"uniqueItems":true}""", """[[1],[1]]""", false)]
    [InlineData("""{"minLength":2}""", "\"f\"", false)]
    [InlineData("""{"minLength":2}""", "\"💩\"", false)]
    [InlineData("""{"maxLength":2}""", "\"💩💩\"", true)]
    [InlineData("""{"pattern":"^a*$"}""", "\"abc\"", false)]
    [InlineData("""{"pattern":"a+"}""", "\"xxaayy\"", true)]
    [InlineData("""{"minimum":1.1}""", "0.6", false)]
    [InlineData("""{"maximum":3}""", "3", true)]
    [InlineData("""{"exclusiveMinimum":1.1}""", "1.1", false)]
    [InlineData("""{"exclusiveMaximum":3}""", "2.2", true)]
    [InlineData("""{"multipleOf":0.01}""", "4.35", true)]
    [InlineData("""{"multipleOf":2}""", "7", false)]
    [InlineData("""{"minProperties":1}""", "{}", false)]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("true", "1", true)]
    [InlineData("false", "1", false)]
    public void Check_ByOneWord_SaysAsTheStandard(string schema, string value, bool valid)
    {
        Assert.Empty(JsonSchemaCheck.Problems(Json(schema)));
        Assert.Equal(valid, Check(schema, value).Length == 0);
    }

    [Theory]
    [InlineData("""{"anyOf":[]}""", "“anyOf” is not checked here")]
    [InlineData("""{"properties":{"a":{"format":"email"}}}""", "/properties/a “format” is not checked here")]
    [InlineData("""{"type":"text"}""", "type is one or several of")]
    [InlineData("""{"enum":[]}""", "enum is a list")]
    [InlineData("""{"minLength":-1}""", "minLength is a whole number")]
    [InlineData("""{"pattern":"("}""", "is no regular expression")]
    [InlineData("""{"required":"a"}""", "required is a list of names")]
    [InlineData("""{"items":[{}]}""", "/items must be an object, true or false")]
    [InlineData("3", "must be an object")]
    public void Problems_OfASchemaThatCannotBeChecked_NamePlaceAndWord(string schema, string problem) => Assert.Contains(JsonSchemaCheck.Problems(Json(schema)), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Problems_OfANestedBomb_AreToldNotThrown()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"items\":", 50)) + "{}" + new string('}', 50);
        Assert.Contains("nested deeper", Assert.Single(JsonSchemaCheck.Problems(JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 200 }).RootElement)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfManyFaults_NamesEachPlaceButNoMoreThanTwenty()
    {
        var found = Check("""{"type":"object","properties":{"rows":{"items":{"required":["id"]}}}}""", $$"""{"rows":[{{string.Join(",", Enumerable.Repeat("{}", 100))}}]}""");
        Assert.Equal(20, found.Length);
        Assert.Equal("$.rows[3] lacks id", found[3]);
    }

    [Theory]
    [InlineData("{\"a\":1}", Pass)]
    [InlineData("```json\n{\"a\":1}\n```", Pass)]
    [InlineData("{\"a\":\"1\"}", Fail)]
    [InlineData("{\"a\":1", Fail)]
    [InlineData("no JSON", Fail)]
    [InlineData("", Fail)]
    [InlineData("{\"a\":1}{\"a\":1}", Fail)]
    [InlineData("{\"\\ud800\":1}", Fail)]
    public void Evaluator_OfOutputs_NeverThrows(string output, EvalVerdict verdict) => Assert.Equal(verdict, Read.Verdict("json_schema", """
        "schema":{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}
        """, output));
}
