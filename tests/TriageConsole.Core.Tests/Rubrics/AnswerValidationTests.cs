using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Tests.Rubrics;

public sealed class AnswerValidationTests
{
    private static readonly RubricDefinition Rubric = RubricParser
        .Parse(
            """
            {"title":"t","criteria":[
              {"key":"ok","kind":"yes_no","label":"OK?","required":true},
              {"key":"kind","kind":"one_of","label":"Kind","required":true,"options":[{"value":"a"},{"value":"b"}],
               "shown_if":{"criterion":"ok","in":["no"]}},
              {"key":"many","kind":"many_of","label":"Many","options":[{"value":"x"},{"value":"y"},{"value":"z"}]},
              {"key":"deep","kind":"text","label":"Deep","shown_if":{"criterion":"many","in":["z"]}},
              {"key":"scale","kind":"ordinal","label":"Scale","min":1,"max":5},
              {"key":"amount","kind":"number","label":"Amount","min":0,"max":1,"step":0.1},
              {"key":"marks","kind":"spans","label":"Marks","span_types":[{"value":"bad"}]},
              {"key":"pref","kind":"preference","label":"Better?"},
              {"key":"fix","kind":"correction","label":"Fix"}]}
            """
        )
        .Definition!;

    private const string Answer = "Fine 👍ok.";

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(5, 7, true)]
    [InlineData(0, 6, false)]
    [InlineData(6, 7, false)]
    [InlineData(6, 9, false)]
    [InlineData(7, 10, true)]
    public void Validate_Span_NeverSplitsACharacter(int start, int end, bool ok) =>
        Assert.Equal(ok, Check(("ok", "yes"), ("marks", $$"""[{"start":{{start}},"end":{{end}},"type":"bad"}]""")).Ok);

    [Fact]
    public void Validate_UnstorableText_IsCleaned() =>
        Assert.Equal("a\uFFFDb\uFFFD", Check(("ok", "yes"), ("fix", "a\0b\uD83D")).Answers[1].Value);

    [Fact]
    public void Validate_HiddenAnswers_AreDropped()
    {
        var result = Check(("ok", "yes"), ("kind", "a"), ("deep", "hidden"));
        Assert.True(result.Ok);
        Assert.Equal("ok", Assert.Single(result.Answers).Criterion);
        Assert.True(Check(("ok", "no"), ("kind", "a"), ("many", """["z"]"""), ("deep", "seen")).Answers.Count == 4);
    }

    [Theory]
    [InlineData("nobody", "x")]
    [InlineData("ok", "maybe")]
    [InlineData("many", """["q"]""")]
    [InlineData("many", "x")]
    [InlineData("many", "[null]")]
    [InlineData("scale", "0")]
    [InlineData("scale", "6")]
    [InlineData("scale", "2.5")]
    [InlineData("scale", "NaN")]
    [InlineData("scale", "1,5")]
    [InlineData("amount", "0.15")]
    [InlineData("amount", "1e400")]
    [InlineData("pref", "left")]
    [InlineData("marks", """[{"start":0,"end":11,"type":"bad","target":"output"}]""")]
    [InlineData("marks", """[{"start":3,"end":3,"type":"bad","target":"output"}]""")]
    [InlineData("marks", """[{"start":-1,"end":3,"type":"bad","target":"output"}]""")]
    [InlineData("marks", """[{"start":0,"end":3,"type":"good","target":"output"}]""")]
    [InlineData("marks", """[{"start":0,"end":3,"type":"bad","target":"input"}]""")]
    [InlineData("marks", "[1]")]
    public void Validate_InvalidAnswer_NamesTheCriterion(string criterion, string value)
    {
        var answers = new Dictionary<string, string> { ["ok"] = "yes", [criterion] = value };
        Assert.Equal(criterion, Assert.Single(AnswerValidation.Validate(Rubric, answers, Answer).Problems).Field);
    }

    [Fact]
    public void Validate_MissingAnswers_ReportsShownCriteriaOnly()
    {
        Assert.Equal(["ok"], Check().Problems.Select(p => p.Field));
        Assert.Equal(["kind"], Check(("ok", "no")).Problems.Select(p => p.Field));
    }

    [Fact]
    public void Validate_EquivalentAnswers_HaveOneNormalForm()
    {
        var result = Check(
            ("ok", "yes"),
            ("many", """["z","x","x"]"""),
            ("scale", " 3.0 "),
            ("amount", "0.30000000000000004"),
            (
                "marks",
                """
                [{"start":4,"end":9,"type":"bad","target":"output"},{"start":0,"end":2,"type":"bad","target":"output"},
                 {"start":0,"end":2,"type":"bad"}]
                """
            )
        );
        Assert.Empty(result.Problems);
        Assert.Equal(
            [
                "yes",
                """["x","z"]""",
                "3",
                "0.3",
                """[{"start":0,"end":2,"type":"bad","target":"output"},{"start":4,"end":9,"type":"bad","target":"output"}]""",
            ],
            result.Answers.Select(a => a.Value)
        );
        Assert.Equal([null, null, 3.0, 0.3, null], result.Answers.Select(a => a.NumericValue));
    }

    [Fact]
    public void Validate_AnyText_NeverThrowsAndIsIdempotent() =>
        Prop.ForAll(
                Gen.Elements(Rubric.Criteria.Select(c => c.Key).ToArray())
                    .Zip(ArbMap.Default.GeneratorFor<string>())
                    .ListOf()
                    .ToArbitrary(),
                pairs =>
                {
                    var answers = pairs
                        .Where(p => p.Item2 is not null)
                        .GroupBy(p => p.Item1)
                        .ToDictionary(g => g.Key, g => g.First().Item2);
                    var once = AnswerValidation.Validate(Rubric, answers, Answer);
                    var twice = AnswerValidation.Validate(Rubric, once.Answers.ToDictionary(a => a.Criterion, a => a.Value), Answer);
                    Assert.Equal(once.Answers, twice.Answers);
                    Assert.DoesNotContain(twice.Problems, p => once.Problems.All(q => q.Field != p.Field));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Validate_NumbersInRange_AreExact() =>
        Prop.ForAll(
                Gen.Choose(0, 10).ToArbitrary(),
                tenths =>
                {
                    var answer = Check(("ok", "yes"), ("amount", AnswerValidation.NumberText(tenths * 0.1)))
                        .Answers.Single(a => a.Criterion == "amount");
                    Assert.Equal(tenths / 10.0, answer.NumericValue);
                }
            )
            .QuickCheckThrowOnFailure();

    private static ValidatedAnswers Check(params (string Key, string Value)[] answers) =>
        AnswerValidation.Validate(Rubric, answers.ToDictionary(a => a.Key, a => a.Value), Answer);
}
