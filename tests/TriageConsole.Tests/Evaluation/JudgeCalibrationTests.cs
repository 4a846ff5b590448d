using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;
using TriageConsole.Tests.Audit;

namespace TriageConsole.Tests.Evaluation;

/// <summary>The calibration of a judge is bound to its model, its prompt and its rubric version.</summary>
public sealed class JudgeCalibrationTests
{
    private const string NextRubric =
        """{"title":"R","instructions":"Be strict.","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true,"o"""
        + """ptions":[{"value":"no","label":"No","marks_failure":true}]}]}""";

    [Fact]
    public async Task Calibration_MakesTheJudgeTrusted_InThisVersionOnly()
    {
        await using var w = await JudgeWorld.CreateAsync();
        Assert.Equal("It is not calibrated.", (await w.BindingAsync()).Problem);

        var run = await w.RunAsync();
        Assert.Equal((EvalState.Finished, 40, 40, 0), (run.State, run.Total, run.Done, run.Failed));
        Assert.Equal(40, await w.LabelsAsync());
        var report = await w.ReportAsync();
        Assert.Equal((40L, 1.0), (report.AgainstExperts!.Items, report.AgainstExperts.Kappa.Value!.Value));
        Assert.True(report.MayDecide);
        Assert.Null(report.Binding!.Problem);
        await using (var db = w.Eval.Fixture.Database.CreateContext())
            Assert.Contains(
                await Recorded.AllAsync(db),
                r =>
                    (r.Action, r.Subject) == (AuditActions.JudgeCalibrated, JudgeWorld.Judge)
                    && r.Details.Contains("40", StringComparison.Ordinal)
            );

        await w.ConfigureAsync("Be kind.");
        Assert.Equal("Its calibration is out of date: the prompt changed.", (await w.BindingAsync()).Problem);
        Assert.False((await w.ReportAsync()).MayDecide);
        await w.ConfigureAsync();
        Assert.Null((await w.BindingAsync()).Problem);
        Assert.True((await w.ReportAsync()).MayDecide);

        var endpoints = w.Eval.Fixture.Get<EndpointService>();
        var endpoint = (await endpoints.ListAsync(w.Eval.Admin)).Single();
        var changed = await endpoints.ChangeAsync(
            w.Eval.Admin,
            endpoint.Id,
            endpoint.RowVersion,
            new EndpointEdit("main", endpoint.BaseUrl, "model-y", null)
        );
        Assert.True(changed.Ok, changed.Message);
        Assert.Equal("Its calibration is out of date: the model changed from model-x to model-y.", (await w.BindingAsync()).Problem);
        Assert.True((await w.Eval.Fixture.Get<RubricService>().ImportAsync(w.Eval.Workflow.Id, NextRubric, "test", "")).Ok);
        Assert.Equal(
            "Its calibration is out of date: the model changed from model-x to model-y, the rubric changed from version 1 to 2.",
            (await w.BindingAsync()).Problem
        );

        // The new instructions change the meaning of the question: earlier answers of experts are not compared with it.
        Assert.Contains(
            "there are 0.",
            (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, null)).Message,
            StringComparison.Ordinal
        );
        await w.ImportAsync(Enumerable.Range(0, 40).Select(n => ($"t{n}", "expert-2", JudgeWorld.Expert(n))));
        // Calibrated again, the same answers are labels of the new version.
        await w.RunAsync();
        Assert.Null((await w.BindingAsync()).Problem);
        Assert.True((await w.ReportAsync()).MayDecide);
        Assert.Equal(40, await w.LabelsAsync());
        Assert.Equal(2, await w.Eval.Fixture.QueryAsync(db => db.JudgeVersions.CountAsync()));
    }

    [Fact]
    public async Task OutOfDateJudge_DecidesNothingInAnEvaluation_AndTheRunSaysWhy()
    {
        await using var w = await JudgeWorld.CreateAsync();
        await w.Eval.GoldAsync("t0");
        await w.RunAsync();
        await w.Eval.RunAsync(w.Eval.Ask());
        var use = Assert.Single((await w.Eval.Evidence.LatestAsync(w.Eval.Workflow.Id, [w.Eval.CandidateId])).Single().Value.Judges);
        Assert.True(use is { IsAboveBar: true, Problem: null }, $"{use}");

        await w.ConfigureAsync("Be kind.");
        var run = await w.Eval.RunAsync(w.Eval.Ask());
        use = Assert.Single((await w.Eval.Evidence.LatestAsync(w.Eval.Workflow.Id, [w.Eval.CandidateId])).Single().Value.Judges);
        Assert.Equal((false, null, "Its calibration is out of date: the prompt changed."), (use.IsAboveBar, use.KappaLow, use.Problem));
        Assert.False(run.Run.Figures!.Evaluators.Single().Decides);
    }

    [Fact]
    public async Task Judge_BelowTheBar_IsCalibratedButDiagnosticOnly()
    {
        await using var w = await JudgeWorld.CreateAsync();
        w.Answers((_, n) => n % 3 == 0 ? "yes" : "no");
        await w.RunAsync();
        var report = await w.ReportAsync();
        Assert.Null(report.Binding!.Problem);
        Assert.True(report.AgainstExperts!.Kappa.Low < 0.4);
        Assert.False(report.MayDecide);
    }

    [Fact]
    public async Task LabelsFromOutside_NeitherCalibrateAJudge_NorReplaceItsCalibration()
    {
        await using var w = await JudgeWorld.CreateAsync();
        var before = await w.ImportAsync(Enumerable.Range(0, 40).Select(n => ($"t{n}", JudgeWorld.Judge, JudgeWorld.Expert(n))));
        Assert.Equal(40, before.Accepted);
        Assert.False((await w.ReportAsync()).MayDecide);

        w.Answers((_, _) => "yes");
        await w.RunAsync();
        Assert.False((await w.ReportAsync()).MayDecide);
        var after = await w.ImportAsync([("t1", JudgeWorld.Judge, "no")]);
        Assert.Equal((1, "calibrated_judge"), (after.RefusedCount, after.Refused.Single().Reason));
        Assert.Equal(20, (await w.ErrorsAsync()).Errors);
    }

    [Fact]
    public async Task Start_ByManyAtOnce_StartsOneRun()
    {
        await using var w = await JudgeWorld.CreateAsync();
        var started = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, null))
        );
        Assert.Single(started, s => s.Ok);
        Assert.All(started.Where(s => !s.Ok), s => Assert.True(s.IsConflict, s.Message));
        Assert.Equal(1, await w.Eval.Fixture.QueryAsync(db => db.JudgeRuns.CountAsync()));
    }

    [Fact]
    public async Task Start_ThatCannotWork_SaysWhy()
    {
        await using var w = await JudgeWorld.CreateAsync(interactions: 4);
        Assert.Equal(
            "A calibration needs at least 10 interactions with an expert answer to the current questions; there are 4.",
            (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, null)).Message
        );
        Assert.Equal(ErrorKind.NotFound, (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, "llm:other", null)).Error!.Kind);
        Assert.Contains(
            "Calibrate it first.",
            (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, "Be kind.")).Message,
            StringComparison.Ordinal
        );
        // Labels of a judge must never count as those of an expert or of a person.
        foreach (var id in new[] { "expert", "user:77" })
        {
            await w.ConfigureAsync(judge: id);
            Assert.Contains(
                "not a judge",
                (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, id, null)).Message,
                StringComparison.Ordinal
            );
        }

        var labeler = await w.Eval.HireAsync("lou", Role.Labeler);
        await Assert.ThrowsAsync<AccessDeniedException>(() => w.Runs.StartAsync(labeler, w.Eval.Workflow, JudgeWorld.Judge, null));
        await Assert.ThrowsAsync<AccessDeniedException>(() => w.Errors.OverviewAsync(labeler, w.Eval.Workflow));
        await Assert.ThrowsAsync<AccessDeniedException>(() => w.Suggestions.SuggestAsync(labeler, w.Eval.Workflow, JudgeWorld.Judge));
        Assert.Equal(0, await w.Eval.Fixture.QueryAsync(db => db.Labelers.CountAsync(l => l.Kind == LabelerKind.Judge)));
    }

    [Fact]
    public async Task Calibration_WithManyInvalidAnswers_Fails()
    {
        await using var w = await JudgeWorld.CreateAsync();
        w.Answers((_, n) => n < 5 ? "perhaps" : JudgeWorld.Expert(n));
        var run = await w.RunAsync();
        Assert.Equal((EvalState.Failed, 40, 5), (run.State, run.Done, run.Failed));
        Assert.StartsWith("5 of 40 interactions have no valid answer, more than 10 %.", run.Message, StringComparison.Ordinal);
        Assert.Equal("It is not calibrated.", (await w.BindingAsync()).Problem);
        Assert.False((await w.ReportAsync()).MayDecide);
    }

    [Fact]
    public async Task InterruptedCalibration_Continues_AndACancelledOneEnds()
    {
        await using var w = await JudgeWorld.CreateAsync();
        var id = (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, null)).Value;
        using var stop = new CancellationTokenSource();
        w.Answers(
            (_, n) =>
            {
                if (n == 20)
                    stop.Cancel();
                return JudgeWorld.Expert(n);
            }
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => w.Runner.WorkAsync(id, stop.Token));
        var part = await w.LabelsAsync();
        Assert.InRange(part, 1, 39);
        w.Answers((_, n) => JudgeWorld.Expert(n));
        await w.Runner.WorkAsync(id);
        Assert.Equal((EvalState.Finished, 40), ((await w.RowAsync(id)).State, await w.LabelsAsync()));

        var second = (await w.Runs.StartAsync(w.Eval.Lead, w.Eval.Workflow, JudgeWorld.Judge, null)).Value;
        Assert.True(await w.Runs.CancelAsync(w.Eval.Lead, w.Eval.Workflow, second));
        Assert.False(await w.Runs.CancelAsync(w.Eval.Lead, w.Eval.Workflow, second));
        var calls = w.Eval.Server.Calls.Count;
        await w.Runner.WorkAsync(second);
        Assert.Equal((EvalState.Cancelled, calls), ((await w.RowAsync(second)).State, w.Eval.Server.Calls.Count));
    }
}
