using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Judges;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Where a judge errs, and suggested prompts that are tried on held-out tasks.</summary>
public sealed class JudgeErrorTests
{
    private static readonly int[] Shown = [.. Enumerable.Range(0, 60).Where(n => !JudgePrompts.IsHeldOut($"k{n}"))];
    private static readonly int[] HeldOut = [.. Enumerable.Range(0, 60).Where(n => JudgePrompts.IsHeldOut($"k{n}"))];

    [Fact]
    public async Task Errors_AreCountedByAnswerAndPattern_AndListedWithoutHeldOutTasks()
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        // The judge lets every failure below 30 pass.
        w.Answers((_, n) => n < 30 ? "yes" : JudgeWorld.Expert(n));
        var pattern = await ReleaseLabelsTests.PatternAsync(w.Eval, "country = DE", 1, [.. Enumerable.Range(0, 20).Select(n => $"t{n}")]);
        await w.RunAsync();

        var errors = await w.ErrorsAsync();
        Assert.Equal((60, 15), (errors.Items, errors.Errors));
        Assert.Equal([("yes", "yes", 30), ("no", "no", 15), ("no", "yes", 15)], errors.Confusion.Select(c => (c.Expert, c.Judge, c.Items)));
        // κ of the table [[15, 0], [15, 30]]: observed 0.75, expected 0.5.
        Assert.Equal(0.5, errors.Kappa.Value!.Value, 1e-12);
        Assert.Equal([(pattern, 20, 10), ((long?)null, 40, 5)], errors.Patterns.Select(p => (p.PatternId, p.Items, p.Errors)));
        // Wilson interval of 10 of 20.
        Assert.Equal((0.2993, 0.7007), (Math.Round(errors.Patterns[0].Low, 4), Math.Round(errors.Patterns[0].High, 4)));
        var wrong = Enumerable.Range(0, 30).Where(n => n % 2 == 1).ToList();
        Assert.Equal(wrong.Where(Shown.Contains).OrderDescending().Select(n => $"t{n}"), errors.Examples.Select(e => e.TraceId));
        Assert.Equal(wrong.Count(HeldOut.Contains), errors.HeldOutErrors);
        Assert.Equal(["country = DE"], errors.Examples.First(e => e.TraceId is "t1" or "t3" or "t5" or "t7" or "t9").Patterns);
    }

    [Fact]
    public async Task Suggestion_SeesNoHeldOutTask_AndIsTriedOnHeldOutTasksOnly()
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        w.Answers((body, n) => body.Contains("Odd ones fail.", StringComparison.Ordinal) || n >= 30 ? JudgeWorld.Expert(n) : "yes");
        await w.RunAsync();
        var judged = w.Eval.Server.AnswerTo!;
        w.Eval.Server.AnswerTo = (body, last) =>
            last.StartsWith("Current instructions:", StringComparison.Ordinal) ? " Odd ones fail. " : judged(body, last);

        var suggestion = await w.Suggestions.SuggestAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge);
        Assert.True(suggestion.Ok, suggestion.Message);
        Assert.Equal("Odd ones fail.", suggestion.Value);
        var asked = w.Eval.Server.Calls[^1].Last;
        Assert.All(HeldOut, n => Assert.DoesNotContain($"question {n}\"", asked, StringComparison.Ordinal));
        Assert.Contains(Shown, n => asked.Contains($"question {n}\"", StringComparison.Ordinal));

        var calls = w.Eval.Server.Calls.Count;
        var run = await w.RunAsync(suggestion.Value);
        Assert.Equal((EvalState.Finished, HeldOut.Length), (run.State, run.Total));
        Assert.Equal(HeldOut.Length, w.Eval.Server.Calls.Count - calls);
        var wrong = HeldOut.Count(n => n < 30 && n % 2 == 1);
        var trial = run.Trial!;
        Assert.Equal(
            (HeldOut.Length, HeldOut.Length - wrong, HeldOut.Length, wrong, 0, 1, "better"),
            (trial.Items, trial.CurrentRight, trial.SuggestedRight, trial.Better, trial.Worse, trial.Number, trial.Verdict)
        );
        Assert.Equal((double)wrong / HeldOut.Length, trial.Difference, 1e-12);
        Assert.Equal(1, Assert.Single(trial.Questions).Suggested);
        // The trial changes no label.
        Assert.Equal(15, (await w.ErrorsAsync()).Errors);

        // The second suggestion on the same labels has a wider interval.
        var second = (await w.RunAsync("Odd ones fail. Please.")).Trial!;
        Assert.Equal((2, trial.Difference), (second.Number, second.Difference));
        Assert.True(second.Low < trial.Low && second.High > trial.High);

        var used = await w.Suggestions.UseAsync(w.Eval.Lead, w.Eval.Workflow, run.Id);
        Assert.True(used.Ok, used.Message);
        Assert.Equal("Its calibration is out of date: the prompt changed.", (await w.BindingAsync()).Problem);
        Assert.False((await w.ReportAsync()).MayDecide);
        await w.RunAsync();
        Assert.True((await w.ReportAsync()).MayDecide);
        // A trial of the version before cannot be used any more.
        Assert.True((await w.Suggestions.UseAsync(w.Eval.Lead, w.Eval.Workflow, run.Id)).IsConflict);
    }

    [Fact]
    public async Task Trial_WithoutAnAnswerOfAnExpert_SaysThatThereIsNothingToCompare()
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        await w.RunAsync();
        var started = await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, "Be kind.");
        Assert.True(started.Ok, started.Message);
        await w.Eval.Fixture.QueryAsync(db =>
            db.Labels.Where(l => db.Labelers.Any(e => e.Id == l.LabelerId && e.Key == "expert"))
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.IsCurrent, false))
        );
        w.Answers((_, n) => n == HeldOut[0] ? "perhaps" : JudgeWorld.Expert(n));
        await w.Runner.WorkAsync(started.Value);
        var run = await w.RowAsync(started.Value);
        Assert.Equal((EvalState.Finished, 1, (JudgeTrial?)null), (run.State, run.Failed, run.Trial));
        Assert.StartsWith(
            "No interaction has an answer of an expert and of the calibrated version, so there is nothing to compare.\n"
                + "1 without a valid answer: ",
            run.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Trial_ThatChangesNothing_IsNotDecisive_AndAnInvalidAnswerIsWrong()
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        await w.RunAsync();
        var same = (await w.RunAsync("The same in other words.")).Trial!;
        Assert.Equal((0.0, "not_decisive"), (same.Difference, same.Verdict));
        Assert.True(same.Low < 0 && same.High > 0);

        var first = HeldOut[0];
        w.Answers((_, n) => n == first ? "perhaps" : JudgeWorld.Expert(n));
        var run = await w.RunAsync("Worse once.");
        Assert.Equal((1, 1, 0), (run.Failed, run.Trial!.Worse, run.Trial.Better));
        Assert.Equal(
            "Enter the suggested instructions.",
            (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, "  ")).Message
        );
    }
}
