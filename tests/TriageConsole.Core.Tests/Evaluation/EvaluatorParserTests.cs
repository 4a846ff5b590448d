using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class EvaluatorParserTests
{
    [Theory]
    [InlineData("", "", "not valid JSON")]
    [InlineData("[]", "", "must be an object")]
    [InlineData("{}", "evaluators", "must be an array")]
    [InlineData("""{"evaluators":[],"x":1}""", "x", "is not a field")]
    [InlineData("""{"evaluators":[1]}""", "evaluators[0]", "must be an object")]
    [InlineData("""{"evaluators":[{"kind":"pii"}]}""", "evaluators[0].key", "is missing")]
    [InlineData("""{"evaluators":[{"key":"A b","kind":"pii"}]}""", "evaluators[0].key", "lower-case")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"pi"}]}""", "evaluators[0].kind", "is unknown")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"pii"},{"key":"a","kind":"pii"}]}""", "evaluators[1].key", "same key")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"pii","counts":"yes"}]}""", "evaluators[0].counts", "true or false")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"pii","kindss":[]}]}""", "evaluators[0].kindss", "is not a setting of pii")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"pii","kinds":["passport"]}]}""", "evaluators[0].kinds", "entry 1 is none of email")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"regex"}]}""", "evaluators[0].pattern", "is missing")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"regex","pattern":"("}]}""", "evaluators[0].pattern", "not a valid regular expression")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"similarity","least":1.5}]}""", "evaluators[0].least", "not be above 1")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"similarity","least":"high"}]}""", "evaluators[0].least", "must be a number")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"contains","texts":[]}]}""", "evaluators[0].texts", "needs at least one entry")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"contains","texts":[" "]}]}""", "evaluators[0].texts", "entry 1 is empty")]
    [InlineData(
        """{"evaluators":[{"key":"a","kind":"contains","texts":["x"],"match":"most"}]}""",
        "evaluators[0].match",
        "one of all, any"
    )]
    [InlineData("""{"evaluators":[{"key":"a","kind":"banned_patterns","patterns":["a","["]}]}""", "evaluators[0].patterns", "entry 2")]
    [InlineData(
        """{"evaluators":[{"key":"a","kind":"json_schema","schema":{"nullable":[]}}]}""",
        "evaluators[0].schema",
        "is not supported"
    )]
    [InlineData("""{"evaluators":[{"key":"a","kind":"judge","endpoint":"e"}]}""", "evaluators[0].judge", "is missing")]
    [InlineData("""{"evaluators":[{"key":"\ud800","kind":"pii"}]}""", "", "not valid JSON")]
    [InlineData("""{"evaluators":[{"key":"a","kind":"pii","key":"b"}]}""", "", "not valid JSON")]
    public void Parse_InvalidField_ReportsPlaceAndProblem(string json, string place, string message)
    {
        var parsed = EvaluatorParser.Parse(json);
        Assert.Null(parsed.Definition);
        Assert.Contains(parsed.Problems, p => p.Field == place && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_SeveralProblems_ReportsAll() =>
        Assert.Equal(
            ["evaluators[0].pattern", "evaluators[1].least", "evaluators[2].kind"],
            EvaluatorParser
                .Parse("""{"evaluators":[{"key":"a","kind":"regex"},{"key":"b","kind":"similarity","least":-1},{"key":"c","kind":"?"}]}""")
                .Problems.Select(p => p.Field)
        );

    [Fact]
    public void ToJson_EveryKind_RoundTrips()
    {
        const string Json = """
            {"evaluators":[
              {"key":"a","kind":"equals","name":"Exactly","ignore_case":true,"ignore_space":false},
              {"key":"b","kind":"json_schema","counts":false,"schema":{"type":"object","properties":{"ä":{"type":"string"}}}},
              {"key":"c","kind":"numeric","value":1.5,"tolerance":0.1,"pick":"first"},
              {"key":"d","kind":"banned_patterns","patterns":["a\\d","<b>"]},
              {"key":"e","kind":"judge","endpoint":"main","judge":"llm:a","criteria":["quality"],"pass":"expected",
              "instructions":"Be strict.\nVery."}]}
            """;
        var first = EvaluatorSetDefinition.FromStored(Json);
        var second = EvaluatorSetDefinition.FromStored(first.ToJson());
        Assert.Equal(first.ToJson(), second.ToJson());
        Assert.Equal("Exactly", second.Evaluators[0].Name);
        Assert.False(second.Evaluators[0].Settings.ContainsKey("ignore_space"), "Default values are omitted.");
        Assert.False(second.Evaluators[1].Counts);
        Assert.Equal(
            (1.5, 0.1, "first"),
            (second.Evaluators[2].Number("value"), second.Evaluators[2].Number("tolerance"), second.Evaluators[2].Text("pick"))
        );
        Assert.Equal(["a\\d", "<b>"], second.Evaluators[3].Texts("patterns"));
        Assert.Equal(("expected", "Be strict.\nVery."), (second.Evaluators[4].Text("pass"), second.Evaluators[4].Text("instructions")));
    }

    [Fact]
    public void Read_EveryKindAndUnusualText_HasScoreAndEvidence()
    {
        var settings = new Dictionary<string, string>
        {
            ["contains"] = "\"texts\":[\"x\"]",
            ["not_contains"] = "\"texts\":[\"x\"]",
            ["regex"] = "\"pattern\":\"x\"",
            ["json_schema"] = "\"schema\":{}",
            ["numeric"] = "\"tolerance\":1",
            ["document_freshness"] = "\"days\":1",
            ["banned_terms"] = "\"terms\":[\"x\"]",
            ["banned_patterns"] = "\"patterns\":[\"x\"]",
            ["command"] = "\"command\":\"x\"",
            ["judge"] = "\"endpoint\":\"e\",\"judge\":\"j\"",
        };
        string[] unusual =
        [
            "",
            "\0",
            "\ud800",
            "👩‍👩‍👧",
            "\u202eabc",
            new string('[', 5000),
            new string('.', 5000),
            "﷽",
            "e\u0301",
            "ZALGO̷̢͖",
            "null",
            "-",
            "[1][2][",
            "9" + new string('0', 400),
        ];
        foreach (var kind in EvaluatorKinds.All)
        {
            var compiled = new CompiledEvaluator(Read.Evaluator(kind.Name, settings.GetValueOrDefault(kind.Name, "")));
            Assert.Equal(kind.Family is not (EvaluatorFamily.Command or EvaluatorFamily.Judge), compiled.IsPure);
            if (!compiled.IsPure)
                continue;
            foreach (var text in unusual)
            {
                var reading = compiled.Read(
                    new EvalCase(text, text, text, new Dictionary<string, string>(), [new EvalDocument(text, text, Read.Day)], Read.Day)
                );
                Assert.True(reading.Score is null or (>= 0 and <= 1), $"{kind.Name}: {reading.Score}");
                Assert.InRange(reading.Evidence.Length, 1, CompiledEvaluator.MaxEvidence);
            }
        }
    }
}
