using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Access;
using TriageConsole.Features.Evaluation;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Security;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Sets of evaluators, and the evaluators with external calls: judges and commands.</summary>
public sealed class EvaluatorTests
{
    private const string Judge = """{"key":"judge","kind":"judge","endpoint":"main","judge":"llm:j"}""";

    private static string Verdict(string quality) => $$$"""{"answers":{"quality":"{{{quality}}}"},"explanation":"Because."}""";

    [Fact]
    public async Task Judge_WithUnknownAgreement_IsShownAndDecidesNothing()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        await w.SetAsync(Judge);
        w.Server.Answer = last => last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal) ? Verdict("no") : "fine";
        var run = await w.RunAsync(w.Ask(sample: 1));
        var figures = run.Run.Figures!;
        Assert.Equal((1, false), (Assert.Single(figures.Evaluators).Candidate.Fail, figures.Evaluators[0].Decides));
        Assert.Null(figures.All.Candidate.Rate);
        var latest = (await w.Evidence.LatestAsync(w.Workflow.Id, [w.CandidateId]))[w.CandidateId];
        Assert.Equal(new JudgeUse("llm:j", null, false, "It is not calibrated."), Assert.Single(latest.Judges));
        Assert.Null(latest.PassRate);
        Assert.Contains(
            "quality = no. Because.",
            (await w.ItemReader.ItemAsync(run, 1))!.Results[0].Candidate!.Evidence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task TrustedJudge_Decides_AndAMalformedAnswerIsAnError()
    {
        // The judge and an expert agree on sixty interactions.
        await using var judged = await JudgeWorld.CreateAsync(60);
        await judged.RunAsync();
        var w = judged.Eval;
        w.Server.AnswerTo = null;
        await w.GoldAsync("t0");
        await w.GoldAsync("t1");
        await w.GoldAsync("t2");
        w.Server.Answer = last =>
            !last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal) ? $"new {last}"
            : last.Contains("new question 0", StringComparison.Ordinal) ? Verdict("no")
            : last.Contains("new question 1", StringComparison.Ordinal) ? "I would say it is good."
            : Verdict("yes");
        var run = await w.RunAsync(w.Ask());
        var latest = (await w.Evidence.LatestAsync(w.Workflow.Id, [w.CandidateId]))[w.CandidateId];
        var use = Assert.Single(latest.Judges);
        Assert.True(use.IsAboveBar && use.KappaLow > 0.4, $"{use}");
        var items = await w.ItemsAsync(run);
        Assert.Equal([false, null, true], items.Select(i => i.Row.CandidatePass));
        Assert.All(items, i => Assert.True(i.Row.LivePass));
        Assert.Equal((1, 1, 2), (latest.LockedRegressions, latest.Failed, latest.GoldenItems));
        Assert.Contains("malformed: it is not a JSON object", items[1].Results[0].Candidate!.Evidence, StringComparison.Ordinal);
        Assert.Equal("No result from judge.", items[1].Row.Error);
        // The judge gets the rubric in the version of the run.
        Assert.Contains(
            "quality: Good?",
            w.Server.Calls.First(c => c.Body.Contains("Criteria", StringComparison.Ordinal)).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Judge_ByExpectedAnswers_DoesNotApplyToTheSample()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two"]);
        await w.SetAsync(Judge.Replace("\"llm:j\"", "\"llm:j\",\"pass\":\"expected\"", StringComparison.Ordinal));
        await w.GoldAsync("t0");
        w.Server.Answer = last => last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal) ? Verdict("yes") : "x";
        var figures = Assert.Single((await w.RunAsync(w.Ask(sample: 5))).Run.Figures!.Evaluators);
        Assert.Equal((1, 0, 1), (figures.Candidate.Pass, figures.Candidate.Fail, figures.Candidate.NotApplicable));
    }

    [Theory]
    [InlineData("length", "truncated at the length limit")]
    [InlineData("content_filter", "content filter of the endpoint ended the response")]
    public async Task Judge_WithATruncatedAnswer_GivesNoVerdict(string reason, string why)
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        await w.SetAsync(Judge);
        w.Server.FinishReason = reason;
        // The truncated text contains something that reads like a verdict.
        w.Server.Answer = last =>
            last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal) ? $"For example {Verdict("yes")}, and so" : "fine";
        var run = await w.RunAsync(w.Ask(sample: 1));
        Assert.Equal(
            (0, 0, 1),
            (
                run.Run.Figures!.Evaluators[0].Candidate.Pass,
                run.Run.Figures.Evaluators[0].Candidate.Fail,
                run.Run.Figures.Evaluators[0].Candidate.Errors
            )
        );
        Assert.Contains(why, (await w.ItemReader.ItemAsync(run, 1))!.Results[0].Candidate!.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_WithAnUnreachableEndpoint_IsNotCalledForEachItem()
    {
        await using var w = await EvalWorld.CreateAsync(
            [.. Enumerable.Range(0, 10).Select(n => $"question {n}")],
            o => (o.Retries, o.FailuresInARow) = (0, 3)
        );
        await w.SetAsync(Judge + """,{"key":"pii","kind":"pii"}""");
        w.Server.Answer = last =>
            last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal) ? throw new InvalidOperationException("down") : last;
        var run = await w.RunAsync(w.Ask(sample: 10, parallel: 1));
        Assert.Equal((10, 0), (run.Run.Figures!.Evaluators[0].Candidate.Errors, run.Run.Failed));
        Assert.Equal(3, w.Server.Calls.Count(c => c.Last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal)));
        Assert.Contains("Not called", (await w.ItemReader.ItemAsync(run, 9))!.Results[0].Candidate!.Evidence, StringComparison.Ordinal);
        // The judge decides nothing, so the verdicts of the others count.
        Assert.Equal(10, run.Run.Figures.All.Candidate.Passes);
    }

    [Fact]
    public async Task Commands_GetTheOutputInACleanEnvironment_WithinTheirLimits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /bin/sh");
        await using var w = await EvalWorld.CreateAsync(
            ["in"],
            o =>
            {
                void Add(string name, string script, int seconds = 10) =>
                    o.Commands[name] = new CommandOptions
                    {
                        Program = "/bin/sh",
                        Arguments = { "-c", script },
                        TimeoutSeconds = seconds,
                        MaxOutputBytes = 2000,
                    };
                Add(
                    "reads",
                    "test \"$(cat)\" = \"$(cat output.txt)\" && grep -q '^out' output.txt && grep -q '^in' input.txt &&"
                        + " grep -q '^exp' expected.txt && echo fine"
                );
                Add("fails", "echo '2 tests failed' >&2; exit 3");
                Add("environment", "env; ls -A; test -z \"$TRIAGE_TEST_CONNECTION$TRIAGE_CONNECTION\" -a \"$HOME\" = \"$PWD\"");
                Add("hangs", "sleep 60 & sleep 60", 1);
                Add("floods", "yes", 10);
                Add("ignores", "exit 0");
                Add("where", "pwd");
                o.Commands["missing"] = new CommandOptions { Program = "/no/such/program" };
            }
        );
        var commands = w.Fixture.Get<CommandRunner>();
        Task<EvalReading> RunAsync(string name, string output = "out 👍") =>
            commands.RunAsync(
                name,
                new EvalCase("in", output, "exp", new Dictionary<string, string>(), [], DateTimeOffset.UnixEpoch),
                default
            );
        Assert.Equal((EvalVerdict.Pass, "Exit code 0. fine"), await Pair("reads"));
        Assert.Equal((EvalVerdict.Fail, "Exit code 3. 2 tests failed"), await Pair("fails"));
        var environment = await RunAsync("environment");
        Assert.True(environment.Verdict == EvalVerdict.Pass, environment.Evidence);
        Assert.DoesNotContain("DOTNET", environment.Evidence, StringComparison.Ordinal);
        Assert.Equal((EvalVerdict.Fail, "It did not end within 1 s."), await Pair("hangs"));
        Assert.Equal((EvalVerdict.Fail, "It wrote more than 1 KB and was ended."), await Pair("floods"));
        Assert.Equal(EvalVerdict.Pass, (await RunAsync("ignores", new string('x', 1_000_000))).Verdict);
        Assert.Equal(EvalVerdict.Error, (await RunAsync("missing")).Verdict);
        Assert.Equal("The configuration of the server has no command nothing.", (await RunAsync("nothing")).Evidence);
        var folder = (await RunAsync("where")).Evidence.Split(' ')[^1];
        Assert.StartsWith("triage-eval-", Path.GetFileName(folder), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));

        async Task<(EvalVerdict, string)> Pair(string name)
        {
            var reading = await RunAsync(name);
            return (reading.Verdict, reading.Evidence);
        }
    }

    [Fact]
    public async Task Set_IsVersioned_AndReportsUnknownNamesPerField()
    {
        await using var w = await EvalWorld.CreateAsync(["one"], o => o.Commands["lint"] = new CommandOptions { Program = "/bin/true" });
        var sets = w.Fixture.Get<EvaluatorSetService>();
        var current = (await sets.CurrentAsync(w.Workflow.Id))!;
        async Task<string> WrongAsync(string evaluator)
        {
            var result = await sets.SaveAsync(w.Lead, w.Workflow, current.Number, $$"""{"evaluators":[{{evaluator}}]}""");
            Assert.False(result.Ok);
            return string.Join("; ", result.Problems.Select(p => $"{p.Field}: {p.Message}"));
        }

        Assert.Equal(
            "evaluators[0].command: is not one of the server's commands: lint",
            await WrongAsync("""{"key":"a","kind":"command","command":"rm -rf /"}""")
        );
        Assert.Equal(
            "evaluators[0].endpoint: is not one of the endpoints: main",
            await WrongAsync("""{"key":"a","kind":"judge","endpoint":"http://169.254.169.254","judge":"llm:j"}""")
        );
        Assert.Equal(
            "evaluators[0].criteria: the rubric has no criterion tone",
            await WrongAsync("""{"key":"a","kind":"judge","endpoint":"main","judge":"llm:j","criteria":["tone"]}""")
        );
        Assert.Contains("evaluators[0].least", await WrongAsync("""{"key":"a","kind":"similarity","least":2}"""), StringComparison.Ordinal);
        Assert.Equal(
            "No change: this is the current version.",
            (await sets.SaveAsync(w.Lead, w.Workflow, current.Number, current.Json)).Message
        );
        Assert.True(
            (
                await sets.SaveAsync(
                    w.Lead,
                    w.Workflow,
                    current.Number,
                    """{"evaluators":[{"key":"a","kind":"command","command":"lint"}]}"""
                )
            ).Ok
        );
        Assert.Contains(
            "Another user saved a version",
            (await sets.SaveAsync(w.Lead, w.Workflow, current.Number, """{"evaluators":[]}""")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(current.Number + 1, (await sets.CurrentAsync(w.Workflow.Id))!.Number);
        var labeler = await w.HireAsync("lena", Role.Labeler);
        await Assert.ThrowsAsync<AccessDeniedException>(() => sets.SaveAsync(labeler, w.Workflow, current.Number + 1, current.Json));
    }

    [Fact]
    public async Task Preview_RunsAnUnsavedSet()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        var golden = await w.GoldAsync("t0", "Answer to: one");
        var preview = w.Fixture.Get<EvaluatorPreview>();
        var said = (
            await preview.TryAsync(
                w.Lead,
                w.Workflow,
                """{"evaluators":[{"key":"a","kind":"equals"},{"key":"b","kind":"contains","texts":["two"]},"""
                    + """{"key":"c","kind":"groundedness"}]}""",
                golden
            )
        )!;
        Assert.Equal("Answer to: one", said.Value.Output);
        Assert.Equal([EvalVerdict.Pass, EvalVerdict.Fail, EvalVerdict.NotApplicable], said.Value.Readings.Select(r => r.Reading.Verdict));
        Assert.Equal(
            "evaluators[0].pattern",
            Assert
                .Single(
                    (
                        await preview.TryAsync(w.Lead, w.Workflow, """{"evaluators":[{"key":"a","kind":"regex","pattern":"("}]}""", golden)
                    )!.Problems
                )
                .Field
        );
        var unknown = await preview.TryAsync(w.Lead, w.Workflow, """{"evaluators":[]}""", 99_999);
        Assert.Equal(ErrorKind.NotFound, unknown.Error?.Kind);
    }
}
