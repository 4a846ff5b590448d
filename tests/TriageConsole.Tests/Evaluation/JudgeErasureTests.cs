using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Redaction;
using TriageConsole.Tests.Redaction;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Evaluation;

/// <summary>What an erasure takes from calibrations of judges and from trials of suggested prompts.</summary>
public sealed class JudgeErasureTests
{
    private const string Marker = ErasureData.Marker;
    private static readonly int[] HeldOut = [.. Enumerable.Range(0, 60).Where(n => JudgePrompts.IsHeldOut($"k{n}"))];
    private static readonly int Shown = Enumerable.Range(0, 60).First(n => !JudgePrompts.IsHeldOut($"k{n}"));

    [Fact]
    public async Task ErasedUser_LeavesNoQuoteInRuns_AndTheirCountsStay()
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        await OwnAsync(w, "gone", Shown, HeldOut[0], HeldOut[1]);
        // The judge quotes an interaction of the user instead of an answer, so its error has the text.
        Quotes(w, Shown);
        var calibration = await w.RunAsync();
        Assert.Equal((EvalState.Finished, 1), (calibration.State, calibration.Failed));
        Assert.Contains(Marker, calibration.Message, StringComparison.Ordinal);
        Quotes(w, HeldOut[0]);
        var trial = await w.RunAsync("Be kind.");
        Assert.Contains(Marker, trial.Message, StringComparison.Ordinal);
        Assert.True(await ErasureData.OccurrencesAsync(w.Eval, Marker) >= 4);
        var labels = await w.LabelsAsync();

        var certificate = await EraseAsync(w, "gone");

        Assert.Equal("", await ErasureData.WhereAsync(w.Eval, Marker));
        // The error of the calibration, and the error and the answer of the trial.
        Assert.Equal(3, certificate.Removed["answers of judges"]);
        Assert.Equal(labels, await w.LabelsAsync());
        foreach (var before in new[] { calibration, trial })
        {
            var after = await w.RowAsync(before.Id);
            Assert.Equal((before.State, before.Total, before.Done, before.Failed), (after.State, after.Total, after.Done, after.Failed));
            Assert.Equal("The errors were removed when a user was erased.", after.Message);
        }

        Assert.Equal(trial.Trial! with { Questions = [] }, (await w.RowAsync(trial.Id)).Trial! with { Questions = [] });
        Assert.Equal(
            HeldOut.Length - 2,
            await w.Eval.Fixture.QueryAsync(db => db.JudgeRunItems.CountAsync(i => i.RunId == trial.Id && i.Answers != null))
        );
        Assert.Empty((await EraseAsync(w, "gone")).Removed);
    }

    [Fact]
    public async Task FailedCalibration_KeepsItsCounts_WithoutTheErrors()
    {
        await using var w = await JudgeWorld.CreateAsync(20);
        await OwnAsync(w, "gone", 3);
        Quotes(w, 3, 4, 5);
        var failed = await w.RunAsync();
        Assert.Equal((EvalState.Failed, 3), (failed.State, failed.Failed));
        await EraseAsync(w, "gone");
        Assert.Equal(
            "3 of 20 interactions have no valid answer, more than 10 %. The judge is not calibrated.\n"
                + "The errors were removed when a user was erased.",
            (await w.RowAsync(failed.Id)).Message
        );
        // The errors about others stay with their items.
        Assert.Equal(2, await w.Eval.Fixture.QueryAsync(db => db.JudgeRunItems.CountAsync(i => i.Error!.Contains(Marker))));
    }

    [Fact]
    public async Task UserWhoIsErasedDuringATrial_CountsForNeitherPrompt()
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        await OwnAsync(w, "gone", HeldOut[0], HeldOut[^1]);
        await w.RunAsync();
        var started = await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, "Be kind.");
        Assert.True(started.Ok, started.Message);
        using var stop = new CancellationTokenSource();
        // The latest interaction is asked about first, the first one last: one is answered before the erasure and one is not.
        w.Answers(
            (_, n) =>
            {
                if (n == HeldOut[0])
                    stop.Cancel();
                return JudgeWorld.Expert(n);
            }
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => w.Runner.WorkAsync(started.Value, stop.Token));
        Assert.Equal(1, (await EraseAsync(w, "gone")).Removed["answers of judges"]);

        w.Answers((_, n) => JudgeWorld.Expert(n));
        await w.Runner.WorkAsync(started.Value);
        var run = await w.RowAsync(started.Value);
        Assert.Equal((EvalState.Finished, HeldOut.Length, 2), (run.State, run.Done, run.Failed));
        Assert.Equal((HeldOut.Length - 2, 0, 0), (run.Trial!.Items, run.Trial.Better, run.Trial.Worse));
        Assert.Equal("2 without a valid answer: The text of the interaction was removed.", run.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnswerThatArrivesAfterTheErasure_IsNotKept(bool isWords)
    {
        await using var w = await JudgeWorld.CreateAsync(20);
        await OwnAsync(w, "gone", 19);
        // A valid answer would be a label, whose text can quote too.
        if (isWords)
            Quotes(w, 19);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        w.Eval.Server.Gate = gate;
        var started = await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, null);
        Assert.True(started.Ok, started.Message);
        var work = w.Runner.WorkAsync(started.Value);
        await Wait.UntilAsync(() =>
            Task.FromResult(w.Eval.Server.Calls.Any(c => c.Last.Contains("question 19\n", StringComparison.Ordinal)))
        );
        await EraseAsync(w, "gone");
        gate.SetResult();
        await work;

        Assert.Equal("", await ErasureData.WhereAsync(w.Eval, Marker));
        var run = await w.RowAsync(started.Value);
        Assert.Equal((EvalState.Finished, 20, 1), (run.State, run.Done, run.Failed));
        Assert.Equal("1 without a valid answer: The text of the interaction was removed.", run.Message);
        Assert.Equal(19, await w.LabelsAsync());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task AnswerToACancelledRun_AfterTheErasure_IsNotKept(bool isTrial, bool isWords)
    {
        await using var w = await JudgeWorld.CreateAsync(60);
        if (isTrial)
            await w.RunAsync();
        // The latest interaction is asked about first.
        var gone = isTrial ? HeldOut[^1] : 59;
        await OwnAsync(w, "gone", gone);
        if (isWords)
            Quotes(w, gone);
        var (labels, asked) = (await w.LabelsAsync(), w.Eval.Server.Calls.Count);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        w.Eval.Server.Gate = gate;
        var started = await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, isTrial ? "Be kind." : null);
        Assert.True(started.Ok, started.Message);
        var work = w.Runner.WorkAsync(started.Value);
        await Wait.UntilAsync(() =>
            Task.FromResult(w.Eval.Server.Calls.Skip(asked).Any(c => c.Last.Contains($"question {gone}\n", StringComparison.Ordinal)))
        );
        Assert.True(await w.Runs.CancelAsync(w.Eval.Lead, w.Eval.Workflow, started.Value));
        await EraseAsync(w, "gone");
        gate.SetResult();
        await work;

        Assert.Equal("", await ErasureData.WhereAsync(w.Eval, Marker));
        var run = await w.RowAsync(started.Value);
        Assert.Equal((EvalState.Cancelled, ""), (run.State, run.Message));
        var items = await w.Eval.Fixture.QueryAsync(db =>
            db.JudgeRunItems.Where(i => i.RunId == started.Value && i.IsDone)
                .Join(db.Interactions, i => i.InteractionId, i => i.Id, (i, of) => new { Item = i, of.TraceId })
                .ToListAsync()
        );
        // The answers about others that were asked for at the same time are kept: as labels, or in the items of a trial.
        Assert.Equal(4, items.Count);
        Assert.Equal(isTrial ? 0 : 3, await w.LabelsAsync() - labels);
        Assert.Equal(isTrial ? 3 : 0, items.Count(i => i.Item.Answers is not null));
        var erased = items.Single(i => i.TraceId == $"t{gone}").Item;
        Assert.Equal(((string?)null, "The text of the interaction was removed."), (erased.Answers, erased.Error));
    }

    /// <summary>The message of a run quotes the errors of its items. The erasure has removed them, and has not committed yet.</summary>
    [Fact]
    public async Task TrialThatEndsDuringAnErasure_QuotesNothing()
    {
        TestServer.PostgresOnly("reads pg_stat_activity");
        await using var w = await JudgeWorld.CreateAsync(60);
        await w.RunAsync();
        var gone = HeldOut[^1];
        await OwnAsync(w, "gone", gone);
        Quotes(w, gone);
        var answers = w.Eval.Server.AnswerTo!;
        using var stop = new CancellationTokenSource();
        // The erased interaction is asked about first, and the run stops at the last one.
        w.Eval.Server.AnswerTo = (body, last) =>
        {
            if (last.Contains($"question {HeldOut[0]}\n", StringComparison.Ordinal))
                stop.Cancel();
            return answers(body, last);
        };
        var started = await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, "Be kind.");
        Assert.True(started.Ok, started.Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => w.Runner.WorkAsync(started.Value, stop.Token));
        w.Eval.Server.AnswerTo = answers;
        await using var db = w.Eval.Fixture.Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await db
            .InteractionPayloads.Where(p => db.Interactions.Any(i => i.Id == p.InteractionId && i.TraceId == $"t{gone}"))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Output, p => p.Output), TestContext.Current.CancellationToken);
        var erasing = EraseAsync(w, "gone");
        await Wait.UntilAsync(() => LockWaits.AreWaitingAsync(w.Eval.Fixture.Database, 1), "The erasure waits");
        var work = w.Runner.WorkAsync(started.Value);
        await Wait.UntilAsync(
            async () => work.IsCompleted || await LockWaits.AreWaitingAsync(w.Eval.Fixture.Database, 2),
            "The run waits or ends"
        );
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        await Task.WhenAll(erasing, work);
        Assert.Equal("", await ErasureData.WhereAsync(w.Eval, Marker));
        var run = await w.RowAsync(started.Value);
        Assert.Equal((EvalState.Finished, HeldOut.Length, 1), (run.State, run.Done, run.Failed));
        Assert.Equal("1 without a valid answer: The text of the interaction was removed.", run.Message);
    }

    private static Task<int> OwnAsync(JudgeWorld w, string user, params int[] numbers)
    {
        var traces = numbers.Select(n => $"t{n}").ToArray();
        return w.Eval.Fixture.QueryAsync(db =>
            db.Interactions.Where(i => traces.Contains(i.TraceId)).ExecuteUpdateAsync(s => s.SetProperty(i => i.UserId, user))
        );
    }

    /// <summary>The judge answers with a text about these questions, and with the answers of the expert about the others.</summary>
    private static void Quotes(JudgeWorld w, params int[] numbers)
    {
        w.Answers((_, n) => JudgeWorld.Expert(n));
        var judged = w.Eval.Server.AnswerTo!;
        w.Eval.Server.AnswerTo = (body, last) =>
            numbers.Any(n => last.Contains($"question {n}\n", StringComparison.Ordinal)) ? $"It says {Marker} there." : judged(body, last);
    }

    private static async Task<ErasureCertificate> EraseAsync(JudgeWorld w, string user)
    {
        var erased = await w.Eval.Fixture.Get<ErasureService>().EraseAsync(w.Eval.Admin, w.Eval.Workflow.TenantId, user, "request");
        Assert.True(erased.Ok, erased.Message);
        return erased.Value;
    }
}
