using System.Text.Json;
using TriageConsole.Core.Evaluation;
using static TriageConsole.Core.Evaluation.EvalVerdict;
using static TriageConsole.Core.Tests.Evaluation.JsonSchemas;

namespace TriageConsole.Core.Tests.Evaluation;

/// <summary>Schemas that are refused, costly schemas and outputs, and the evaluator of kind <c>json_schema</c>.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"anyOf":[]}""", "anyOf")]
    [InlineData("""{"properties":{"a":{"format":"color"}}}""", "/properties/a format must be one of")]
    [InlineData("""{"allOf":[{"nullable":true}]}""", "/allOf/0 “nullable” is not supported")]
    [InlineData("""{"$dynamicRef":"#a"}""", "“$dynamicRef” is not supported")]
    [InlineData("""{"type":"text"}""", "type must be one or several of")]
    [InlineData("""{"enum":[]}""", "enum must be a list")]
    [InlineData("""{"minLength":-1}""", "minLength must be a whole number")]
    [InlineData("""{"minLength":1.5}""", "minLength must be a whole number")]
    [InlineData("""{"maxItems":"3"}""", "maxItems")]
    [InlineData("""{"multipleOf":0}""", "multipleOf must be a number above zero")]
    [InlineData("""{"minimum":"1"}""", "minimum must be a number")]
    [InlineData("""{"required":"a"}""", "required")]
    [InlineData("""{"items":[{}]}""", "/items must be an object, true or false")]
    [InlineData("3", "must be an object")]
    [InlineData("""{"$ref":"https://example.org/schema.json"}""", "never fetched")]
    [InlineData("""{"$ref":"http://json-schema.org/draft-07/schema#"}""", "never fetched")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "points to no schema")]
    [InlineData("""{"$ref":"#/title","title":"x"}""", "points to no schema")]
    [InlineData("""{"$schema":"https://example.org/mine"}""", "$schema must be")]
    [InlineData("""{"properties":{"a":{"$id":"https://example.org/a"}}}""", "$id is allowed at the top level only")]
    [InlineData(
        """{"properties":{"a":{"pattern":"("}}}""",
        "/properties/a pattern is not a valid regular expression: it has no closing parenthesis"
    )]
    [InlineData("""{"pattern":")"}""", "unmatched closing parenthesis")]
    [InlineData("""{"pattern":"a**"}""", "repeats nothing")]
    [InlineData("""{"pattern":"+a"}""", "repeats nothing")]
    [InlineData("""{"pattern":"[z-a]"}""", "range")]
    [InlineData("""{"pattern":"[\\d-z]"}""", "range")]
    [InlineData("""{"pattern":"[a"}""", "not closed")]
    [InlineData("""{"pattern":"\\A"}""", "ECMA-262 does not define")]
    [InlineData("""{"pattern":"(?>a)"}""", "ECMA-262 does not define")]
    [InlineData("""{"pattern":"(?i)a"}""", "ECMA-262 does not define")]
    [InlineData("""{"pattern":"(?#a)"}""", "ECMA-262 does not define")]
    [InlineData("""{"pattern":"\\p{Script=Greek}"}""", "general categories")]
    [InlineData("""{"pattern":"\\1"}""", "group 1")]
    [InlineData("""{"pattern":"\\k<a>"}""", "group a")]
    [InlineData("""{"pattern":"a{3,2}"}""", "minimum is above its maximum")]
    [InlineData("""{"pattern":"a\\"}""", "ends in a backslash")]
    [InlineData("""{"patternProperties":{"(":{}}}""", "patternProperties")]
    public void Problems_UnsupportedSchema_NamePlaceAndKeyword(string schema, string problem) =>
        Assert.Contains(JsonSchemaCheck.Problems(Element(schema)), p => p.Contains(problem, StringComparison.Ordinal));

    /// <summary>References that are recursive, or so many that the check would not end.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Evaluator_EndlessSchema_EndsInAnError() =>
        await Task.Run(
            () =>
            {
                var doubling = string.Join(
                    ",",
                    Enumerable
                        .Range(0, 40)
                        .Select(n =>
                            """ "aN":{"allOf":[{"$ref":"#/$defs/aM"},{"$ref":"#/$defs/aM"}]}"""
                                .Replace("N", $"{n}", StringComparison.Ordinal)
                                .Replace("M", $"{n + 1}", StringComparison.Ordinal)
                        )
                );
                foreach (
                    var circle in new[]
                    {
                        """{"$ref":"#"}""",
                        """{"anyOf":[{"$ref":"#/anyOf/1"},{"$ref":"#/anyOf/0"}]}""",
                        """{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"not":{"$ref":"#/$defs/a"}}]}}}""",
                    }
                )
                {
                    // Some cycles are detected when the schema is saved. The others must not end the process.
                    var problems = JsonSchemaCheck.Problems(Element(circle));
                    if (problems.Count == 0)
                        Assert.Equal(Error, Read.Verdict("json_schema", $"\"schema\":{circle}", "1"));
                    else
                        Assert.Contains("Cycle", problems[0], StringComparison.Ordinal);
                }

                foreach (
                    var schema in new[]
                    {
                        """{"$ref":"#/$defs/a0","$defs":{DOUBLING,"a40":{"type":"integer"}}}""".Replace(
                            "DOUBLING",
                            doubling,
                            StringComparison.Ordinal
                        ),
                    }
                )
                    Assert.Equal(Error, Read.Verdict("json_schema", $"\"schema\":{schema}", "1"));
            },
            TestContext.Current.CancellationToken
        );

    [Fact]
    public void Evaluator_ExpensivePattern_EndsInAnError()
    {
        var text = $"\"{new string('a', 40_000)}!\"";
        Assert.Equal(Fail, Read.Verdict("json_schema", "\"schema\":{\"pattern\":\"^(a+)+$\"}", text));
        Assert.Equal(Error, Read.Verdict("json_schema", "\"schema\":{\"pattern\":\"^(a+)+\\\\1$\"}", text));
        Assert.Equal(Fail, Read.Verdict("json_schema", "\"schema\":{\"multipleOf\":3}", new string('9', 5000)));
    }

    /// <summary>A stored schema that is no longer valid is an error of its evaluator; the set can still be read.</summary>
    [Fact]
    public void Read_StoredSchemaNoLongerValid_IsAnError()
    {
        const string set = """{"evaluators":[{"key":"e","kind":"json_schema","schema":{"pattern":"(?i)a"}}]}""";
        Assert.NotEmpty(EvaluatorParser.Parse(set).Problems);
        var reading = new CompiledEvaluator(EvaluatorSetDefinition.FromStored(set).Evaluators[0]).Read(
            new EvalCase(null, "\"a\"", null, new Dictionary<string, string>(), [], Read.Day)
        );
        Assert.Equal(Error, reading.Verdict);
        Assert.Contains("The schema is not valid: pattern", reading.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ConcurrentCalls_ReturnTheSame()
    {
        var check = new JsonSchemaCheck(
            Element(
                """
                {"type":"object","properties":{"rows":{"items":{"$ref":"#/$defs/row"}}},
                 "$defs":{"row":{"required":["id"],"properties":{"id":{"pattern":"^[a-z]+$"}}}}}
                """
            )
        );
        var (good, bad) = (Element("""{"rows":[{"id":"a"},{"id":"b"}]}"""), Element("""{"rows":[{"id":"a"},{"id":"1"},{}]}"""));
        var found = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => check.Check(n % 2 == 0 ? good : bad).Count)));
        Assert.All(found.Select((count, n) => (count, n)), f => Assert.Equal(f.n % 2 == 0 ? 0 : 2, f.count));
    }

    [Fact]
    public void Problems_DeeplyNestedSchema_AreReported()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"items\":", 50)) + "{}" + new string('}', 50);
        Assert.Contains(
            "nested deeper",
            Assert.Single(JsonSchemaCheck.Problems(JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 200 }).RootElement)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_ManyViolations_ReportsAtMostTwentyPlaces()
    {
        var found = Check(
            """{"type":"object","properties":{"rows":{"items":{"required":["id"]}}}}""",
            $$"""{"rows":[{{string.Join(",", Enumerable.Repeat("{}", 100))}}]}"""
        );
        Assert.Equal(20, found.Length);
        Assert.StartsWith("$.rows[3] required properties [\"id\"]", found[3], StringComparison.Ordinal);
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
    [InlineData("{\"a\":1,\"a\":2}", Fail)]
    [InlineData("{\"a\":1e400}", Pass)]
    public void Evaluator_AnyOutput_NeverThrows(string output, EvalVerdict verdict) =>
        Assert.Equal(
            verdict,
            Read.Verdict(
                "json_schema",
                """
                "schema":{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}
                """,
                output
            )
        );
}
