using System.Text.Json;
using TriageConsole.Core.Evaluation;
using static TriageConsole.Core.Evaluation.EvalVerdict;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class JsonSchemaTests
{
    private static string[] Check(string schema, string value) => [.. new JsonSchemaCheck(Json(schema)).Check(Json(value))];

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>
    /// Cases like those of the published test suite of JSON Schema 2020-12, for the supported keywords (type, required, items …).
    /// </summary>
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
    [InlineData("""{"multipleOf":0.01}""", "0.94", true)]
    [InlineData("""{"multipleOf":0.25}""", "8.750000000001", false)]
    [InlineData("""{"multipleOf":4503599627370496}""", "9007199254740993", false)]
    [InlineData("""{"multipleOf":4503599627370496}""", "9007199254740992", true)]
    [InlineData("""{"multipleOf":1e-10}""", "123456789.0123456789", true)]
    [InlineData("""{"multipleOf":1e-10}""", "123456789.01234567891", false)]
    [InlineData("""{"multipleOf":3}""", "1e400", false)]
    [InlineData("""{"multipleOf":4}""", "1e400", true)]
    [InlineData("""{"multipleOf":1e-400}""", "3e-400", true)]
    [InlineData("""{"multipleOf":0.3}""", "-0.9", true)]
    [InlineData("""{"maximum":9007199254740992}""", "9007199254740993", false)]
    [InlineData("""{"minimum":0.1}""", "0.1000000000000000000000000000000000001", true)]
    [InlineData("""{"maximum":0.1}""", "0.1000000000000000000000000000000000001", false)]
    [InlineData("""{"exclusiveMinimum":0}""", "1E-400", true)]
    [InlineData("""{"exclusiveMaximum":0}""", "-1E-400", true)]
    [InlineData("""{"maximum":1e400}""", "1e401", false)]
    [InlineData("""{"maximum":1e400}""", "10e399", true)]
    [InlineData("""{"maximum":1e99999999999999}""", "5", true)]
    [InlineData("""{"minimum":-1e400}""", "-2e400", false)]
    [InlineData("""{"const":false}""", "0", false)]
    [InlineData("""{"const":0}""", "-0.0", true)]
    [InlineData("""{"const":1e2}""", "100.00", true)]
    [InlineData("""{"const":9007199254740993}""", "9007199254740992", false)]
    [InlineData("""{"const":{"a":[1,{"b":2.0}]}}""", """{"a":[1.0,{"b":2}]}""", true)]
    [InlineData("""{"enum":["1",1.0]}""", "1", true)]
    [InlineData("""{"enum":["1",true]}""", "1", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,1.0]", false)]
    [InlineData("""{"uniqueItems":true}""", "[9007199254740992,9007199254740993]", true)]
    [InlineData("""{"uniqueItems":true}""", "[0,false,\"0\",null,\"\"]", true)]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2.0,"a":1}]""", false)]
    [InlineData("""{"type":"integer"}""", "1e400", true)]
    [InlineData("""{"type":"integer"}""", "1.5e1", true)]
    [InlineData("""{"type":"integer"}""", "12345678901234567890.5", false)]
    [InlineData("""{"type":"integer"}""", "1E-400", false)]
    [InlineData("""{"maxLength":1}""", "\"e\\u0301\"", false)]
    [InlineData("""{"maxLength":1}""", "\"\\ud83d\\udc32\"", true)]
    [InlineData("""{"minLength":2}""", "\"👨‍👩‍👧\"", true)]
    [InlineData("""{"maxLength":2.0}""", "\"abc\"", false)]
    [InlineData("""{"maxLength":1e400}""", "\"abc\"", true)]
    [InlineData("""{"pattern":"^[a-c]+$"}""", "\"abc\\n\"", false)]
    [InlineData("""{"pattern":"^\\w+$"}""", "\"\\u00e9\"", false)]
    [InlineData("""{"pattern":"^\\d+$"}""", "\"٤٢\"", false)]
    [InlineData("""{"pattern":"^\\s$"}""", "\"\\ufeff\"", true)]
    [InlineData("""{"pattern":"^\\s$"}""", "\"\\u0085\"", false)]
    [InlineData("""{"pattern":"^🐲*$"}""", "\"\\ud83d\\udc32\\ud83d\\udc32\"", true)]
    [InlineData("""{"pattern":"^🐲*$"}""", "\"\\ud83d\\udc09\"", false)]
    [InlineData("""{"pattern":"^.$"}""", "\"🐲\"", true)]
    [InlineData("""{"pattern":"^..$"}""", "\"🐲\"", false)]
    [InlineData("""{"pattern":"^[^a]$"}""", "\"🐲\"", true)]
    [InlineData("""{"pattern":"^[🐲-🐴]{2}$"}""", "\"🐳🐴\"", true)]
    [InlineData("""{"pattern":"^[🐲-🐴]$"}""", "\"🐵\"", false)]
    [InlineData("""{"pattern":"^\\u{1F432}$"}""", "\"🐲\"", true)]
    [InlineData("""{"pattern":"^\\ud83d\\udc32$"}""", "\"🐲\"", true)]
    [InlineData("""{"pattern":"^\\p{L}+$"}""", "\"é漢𝒜\"", true)]
    [InlineData("""{"pattern":"^\\p{Lu}\\P{Lu}$"}""", "\"Éé\"", true)]
    [InlineData("""{"pattern":"^\\p{General_Category=Decimal_Number}$"}""", "\"٤\"", true)]
    [InlineData("""{"pattern":"^(?<y>\\d{4})-(x)\\k<y>\\2$"}""", "\"2026-x2026x\"", true)]
    [InlineData("""{"pattern":"^(x)(?<y>a)\\1\\2$"}""", "\"xaxa\"", true)]
    [InlineData("""{"pattern":"^(a)?\\1b$"}""", "\"b\"", true)]
    [InlineData("""{"pattern":"^a\\/b$"}""", "\"a/b\"", true)]
    [InlineData("""{"pattern":"^\\cJ$"}""", "\"\\n\"", true)]
    [InlineData("""{"pattern":"^[^]$"}""", "\"\\n\"", true)]
    [InlineData("""{"pattern":"[]"}""", "\"a\"", false)]
    [InlineData("""{"pattern":"^.$"}""", "\"\\u2028\"", false)]
    [InlineData("""{"pattern":"\\bcat\\b"}""", "\"écaté\"", true)]
    [InlineData("""{"pattern":"^[a-z-[aeiou]]$"}""", "\"b]\"", true)]
    [InlineData("""{"pattern":"^(?=.*a)(?!.*b).+$"}""", "\"ca\"", true)]
    [InlineData("""{"pattern":"^(?:a|b){2,3}?$"}""", "\"aba\"", true)]
    [InlineData("""{"pattern":"^#x y$"}""", "\"#x y\"", true)]
    [InlineData("""{"pattern":"^{a}$"}""", "\"{a}\"", true)]
    [InlineData("""{"patternProperties":{"^\\w+$":{"type":"string"}},"additionalProperties":false}""", """{"é":"x"}""", false)]
    [InlineData(
        """{"additionalProperties":false,"patternProperties":{"^x":{"type":"string"}},"properties":{"a":true}}""",
        """{"x1":"v","a":1}""",
        true
    )]
    [InlineData(
        """{"unevaluatedProperties":false,"patternProperties":{"^x":true},"allOf":[{"properties":{"a":true}}]}""",
        """{"x1":"v","a":1}""",
        true
    )]
    [InlineData("""{"unevaluatedProperties":false,"patternProperties":{"^x":true}}""", """{"y":1}""", false)]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":3},"else":{"minimum":5}}""", "\"ab\"", false)]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":3},"else":{"minimum":5}}""", "6", true)]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", false)]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":5}]}""", "6", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "6", true)]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", "1", false)]
    [InlineData(
        """{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/a","definitions":{"a":{"multipleOf":0.01}}}""",
        "4.35",
        true
    )]
    [InlineData("""{"$ref":"#x","$defs":{"a":{"$anchor":"x","const":1}}}""", "2", false)]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", """{"next":{"next":{"other":1}}}""", false)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}""", "[\"a\",1,2.5]", false)]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[1,1.0]", false)]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", false)]
    [InlineData("""{"propertyNames":{"pattern":"^[a-z]+$"}}""", """{"a1":1}""", false)]
    [InlineData("""{"format":"email"}""", "\"nobody\"", false)]
    [InlineData("""{"format":"date"}""", "\"2026-02-30\"", false)]
    [InlineData("""{"format":"date-time"}""", "\"2026-02-28T10:00:00Z\"", true)]
    public void Check_SingleKeyword_FollowsTheStandard(string schema, string value, bool valid)
    {
        Assert.Empty(JsonSchemaCheck.Problems(Json(schema)));
        Assert.Equal(valid, Check(schema, value).Length == 0);
    }

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
        Assert.Contains(JsonSchemaCheck.Problems(Json(schema)), p => p.Contains(problem, StringComparison.Ordinal));

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
                    var problems = JsonSchemaCheck.Problems(Json(circle));
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
            Json(
                """
                {"type":"object","properties":{"rows":{"items":{"$ref":"#/$defs/row"}}},
                 "$defs":{"row":{"required":["id"],"properties":{"id":{"pattern":"^[a-z]+$"}}}}}
                """
            )
        );
        var (good, bad) = (Json("""{"rows":[{"id":"a"},{"id":"b"}]}"""), Json("""{"rows":[{"id":"a"},{"id":"1"},{}]}"""));
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
