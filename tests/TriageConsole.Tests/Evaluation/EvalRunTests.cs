using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Runs;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Runs from start to end: sources of outputs, stored inputs and results.</summary>
public sealed class EvalRunTests
{
    [Fact]
    public async Task Endpoint_Outputs_AreScoredNextToLive_WorstFirst()
    {
        await using var w = await EvalWorld.CreateAsync([
            "refund please",
            "where is it",
            "cancel order|Mail me at bad@example.org",
            "price list",
            "opening hours",
        ]);
        await w.GoldAsync("t0", "Answer to: refund please");
        await w.GoldAsync("t1", "Answer to: where is it");
        await w.GoldAsync("t2", "Answer to: cancel order", locked: false);
        w.Server.Answer = last => last == "refund please" ? "Something else entirely, I am afraid" : $"Answer to: {last}";
        var run = await w.RunAsync(w.Ask(sample: 10));

        Assert.Equal((EvalState.Finished, 5, 5, 0), (run.Run.State, run.Run.Total, run.Run.Done, run.Run.Failed));
        var figures = run.Run.Figures!;
        Assert.Equal((5, 3, 1), (figures.Items, figures.GoldenItems, figures.LockedRegressions));
        // Live fails the third one (it contains an address and not the expected text); the candidate fails the first one.
        Assert.Equal(
            (4, 5, 4, 5),
            (figures.All.Candidate.Passes, figures.All.Candidate.Items, figures.All.Live.Passes, figures.All.Live.Items)
        );
        Assert.Equal((1, 1), (figures.All.Regressions, figures.All.Improvements));
        // The sample has no expected outputs: only evaluators without them apply there.
        Assert.Equal(
            (3, 2),
            (
                figures.Evaluators.Single(e => e.Key == "same").Candidate.Pass
                    + figures.Evaluators.Single(e => e.Key == "same").Candidate.Fail,
                figures.Evaluators.Single(e => e.Key == "same").Candidate.NotApplicable
            )
        );
        var (items, _) = await w.ItemReader.ItemsAsync(run, EvalShow.All);
        Assert.Equal("t0", items[0].TraceId);
        Assert.Equal(["t0"], (await w.ItemReader.ItemsAsync(run, EvalShow.Regressions)).Items.Select(i => i.TraceId));
        Assert.Equal(["t2"], (await w.ItemReader.ItemsAsync(run, EvalShow.Improvements)).Items.Select(i => i.TraceId));
        Assert.Empty((await w.ItemReader.ItemsAsync(run, EvalShow.Failed)).Items);

        var first = (await w.ItemReader.ItemAsync(run, 1))!;
        Assert.Equal(
            ("refund please", "Answer to: refund please", "Something else entirely, I am afraid", "live-1"),
            (first.Input, first.LiveOutput, first.CandidateOutput, first.LiveVersion)
        );
        Assert.Equal((EvalResultKind.Pass, EvalResultKind.Fail), (first.Results[0].Live!.Kind, first.Results[0].Candidate!.Kind));
        Assert.True(first.LatencyMs > 0);

        var latest = (await w.Evidence.LatestAsync(w.Workflow.Id, [w.LiveId, w.CandidateId])).Single().Value;
        Assert.Equal(
            (run.Run.Id, w.CandidateId, w.LiveId, 5, 3, 0, 1, 0.8, 0.8, null),
            (
                latest.RunId,
                latest.ReleaseId,
                latest.BaselineId,
                latest.Items,
                latest.GoldenItems,
                latest.Failed,
                latest.LockedRegressions,
                latest.PassRate,
                latest.LivePassRate,
                latest.RetrievalHolds
            )
        );
        // Calls contain the prompt of the release, the settings and the key. Each input is sent once.
        Assert.Equal(5, w.Server.Calls.Count);
        Assert.All(w.Server.Calls, c => Assert.Contains("You are next-2.", c.Body, StringComparison.Ordinal));
        Assert.All(w.Server.Calls, c => Assert.Equal("Bearer " + EvalWorld.Secret, c.Authorization));
        Assert.Contains("\"model\":\"model-x\"", w.Server.Calls[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_IsMatchedLineByLine_AndUnusedLinesAreNamed()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three", "four"]);
        await w.GoldAsync("t0", "Answer to: one");
        await w.GoldAsync("t1", "Answer to: two");
        var hash = await w.Fixture.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "t3").Select(i => i.InputHash).SingleAsync());
        var outputs = $$"""
            {"item":1,"output":"Answer to: one"}
            {"input_hash":"{{hash}}","output":"Four 👍🏽"}
            {"trace_id":"t0","output":"again"}
            {"trace_id":"nobody","output":"x"}
            {"item":9,"output":"x"}
            oops
            """;
        var started = await w.Service.StartAsync(w.Lead, w.Workflow, new EvalRequest(w.CandidateId, EvalSource.File) { Outputs = outputs });
        Assert.True(started.Ok, started.Message);
        var problems = started.Value.Problems;
        Assert.Contains("line 6: is not JSON", problems);
        Assert.Contains(problems, p => p.Contains("4 (nobody), 5 (item 9) matches no golden item", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("line 3 repeats the item of an earlier line", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("no output for 1 golden item: t1", StringComparison.Ordinal));
        Assert.True(await w.Runner.RunNextAsync());
        var run = (await w.Reader.OpenAsync(w.Lead, started.Value.RunId))!;
        Assert.Equal((EvalState.Finished, 3, 3, 1), (run.Run.State, run.Run.Total, run.Run.Done, run.Run.Failed));
        Assert.Contains("no output for 1 golden item", run.Message, StringComparison.Ordinal);
        var items = await w.ItemsAsync(run);
        Assert.Equal(["t0", "t1", "t3"], items.Select(i => i.Row.TraceId));
        Assert.Equal([EvalItemState.Scored, EvalItemState.Failed, EvalItemState.Scored], items.Select(i => i.Row.State));
        Assert.Equal("Four 👍🏽", items[2].CandidateOutput);
        // An item without an output does not pass and is not a locked regression, because its result is unknown. Its live output is scored.
        Assert.Equal(
            (0, true, 2, 3),
            (
                run.Run.Figures!.LockedRegressions,
                items[1].Row.LivePass,
                run.Run.Figures.All.Candidate.Passes,
                run.Run.Figures.All.Candidate.Items
            )
        );
        Assert.Empty(w.Server.Calls);

        Assert.Equal(
            "The file has no output for any item.",
            (await w.Service.StartAsync(w.Lead, w.Workflow, w.File(("nobody", "x")))).Message
        );
        Assert.Equal("The file of outputs is empty.", (await w.Service.StartAsync(w.Lead, w.Workflow, w.File())).Message);
    }

    [Fact]
    public async Task Shadow_IsJoinedByInputOrTask_WithItsOwnDocuments()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three"]);
        await w.GoldAsync("t0", "Answer to: one");
        await w.GoldAsync("t2", "Answer to: three");
        await w.Fixture.SendAsync(
            EvalWorld.Event(
                "s0",
                "other",
                "one",
                "Answer to: one",
                "next-2",
                shadow: true,
                extra: ""","documents":[{"id":"own-doc","text":"One."}]"""
            ),
            EvalWorld.Event("s1", "k1", "two, differently put", "Shadow two", "next-2", shadow: true),
            // The shadow of another release, and a response that users saw: neither counts.
            EvalWorld.Event("s2", "k2", "three", "Not mine", "other-9", shadow: true),
            EvalWorld.Event("s3", "k2", "three", "Shown", "next-2")
        );
        var run = await w.RunAsync(new EvalRequest(w.CandidateId, EvalSource.Shadow) { SampleSize = 10, Seed = 1 });
        var items = await w.ItemsAsync(run);
        Assert.Equal(["t0", "t2", "t1"], items.Select(i => i.Row.TraceId));
        Assert.Equal(["Answer to: one", null, "Shadow two"], items.Select(i => i.CandidateOutput));
        Assert.Equal("own-doc", Assert.Single(items[0].Documents).Id);
        Assert.Equal("Shadow traffic has no response to its input.", items[1].Row.Error);
        Assert.Equal((EvalState.Finished, 1), (run.Run.State, run.Run.Failed));
        Assert.Contains("no response for 1 of 3 items", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_IsReproducibleBySeed_FromTheLiveRelease_WithItsLatestOutputs()
    {
        await using var w = await EvalWorld.CreateAsync([.. Enumerable.Range(0, 40).Select(n => $"question {n}")]);
        await w.Fixture.SendAsync(
            EvalWorld.Event("old", "ko", "an old question", "What the old one said", "old-0"),
            EvalWorld.Event("twin", "kt", "an old question", "What live says", "live-1"),
            EvalWorld.Event("hidden", "kh", "hidden", "x", "live-1", shadow: true)
        );
        await w.GoldAsync("old");
        async Task<IReadOnlyList<EvalItemView>> DrawAsync(int seed) =>
            await w.ItemsAsync((await w.Reader.OpenAsync(w.Lead, await w.StartAsync(w.Ask(sample: 10, seed: seed))))!);
        var (first, same, other) = (await DrawAsync(5), await DrawAsync(5), await DrawAsync(6));
        Assert.Equal(11, first.Count);
        Assert.Equal(first.Select(i => i.Row.TraceId), same.Select(i => i.Row.TraceId));
        Assert.NotEqual(first.Select(i => i.Row.TraceId), other.Select(i => i.Row.TraceId));
        Assert.DoesNotContain(first.Concat(other), i => i.Row.TraceId is "hidden");
        Assert.All(first.Skip(1), i => Assert.Equal("live-1", i.LiveVersion));
        Assert.Equal(("old", "What live says", "live-1"), (first[0].Row.TraceId, first[0].LiveOutput, first[0].LiveVersion));
        var hashes = await w.Fixture.QueryAsync(db => db.EvalRuns.OrderBy(r => r.Id).Select(r => r.InputHash).ToListAsync());
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public async Task Rescore_AfterChanges_GivesTheSameResults()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "no JSON"]);
        var golden = await w.GoldAsync("t0", "Answer to: one");
        await w.GoldAsync("t1", "Answer to: two, but longer than that by a lot of words");
        var first = await w.RunAsync(w.Ask(sample: 5));
        await w.Fixture.QueryAsync(db =>
            db.InteractionPayloads.ExecuteUpdateAsync(s => s.SetProperty(p => p.Input, "changed").SetProperty(p => p.Output, "changed"))
        );
        await w.Fixture.QueryAsync(db =>
            db.GoldenItems.Where(g => g.Id == golden).ExecuteUpdateAsync(s => s.SetProperty(g => g.RetiredAt, DateTimeOffset.UnixEpoch))
        );
        await w.SetAsync("""{"key":"other","kind":"contains","texts":["nothing has this"]}""");
        w.Server.Answer = _ => "Now it says something else.";
        var calls = w.Server.Calls.Count;
        var again = await w.Service.RescoreAsync(w.Lead, first.Run.Id);
        Assert.True(again.Ok, again.Message);
        Assert.True(await w.Runner.RunNextAsync());
        var second = (await w.Reader.OpenAsync(w.Lead, again.Value.RunId))!;
        Assert.Equal(calls, w.Server.Calls.Count);
        Assert.Equal((EvalState.Finished, first.InputHash, first.Run.Id), (second.Run.State, second.InputHash, second.RescoreOfId));
        Assert.Equal(EvaluatorPreviewJson(first), EvaluatorPreviewJson(second));
        async Task<string> ResultsAsync(EvalRunView run) => System.Text.Json.JsonSerializer.Serialize(await w.ItemsAsync(run));
        Assert.Equal(await ResultsAsync(first), await ResultsAsync(second));
        // A rescored run is not new evidence.
        Assert.Equal(first.Run.Id, (await w.Evidence.LatestAsync(w.Workflow.Id, [w.CandidateId]))[w.CandidateId].RunId);

        static string EvaluatorPreviewJson(EvalRunView run) => System.Text.Json.JsonSerializer.Serialize(run.Run.Figures);
    }

    [Fact]
    public async Task Start_WithInvalidInput_IsRefusedWithAMessage()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        async Task<string> RefusedAsync(EvalRequest request)
        {
            var result = await w.Service.StartAsync(w.Lead, w.Workflow, request);
            Assert.False(result.Ok);
            return result.Message;
        }

        Assert.Equal("The workflow has no such release.", await RefusedAsync(w.Ask() with { ReleaseId = 99_999 }));
        Assert.StartsWith(
            "The endpoint does not exist",
            await RefusedAsync(w.Ask() with { EndpointId = 99_999 }),
            StringComparison.Ordinal
        );
        Assert.StartsWith("There is nothing to score", await RefusedAsync(w.Ask(sample: 0)), StringComparison.Ordinal);
        Assert.Equal("Shadow traffic has no output for any item.", await RefusedAsync(await GoldenShadowAsync(w)));
        Assert.StartsWith("The sample size", await RefusedAsync(w.Ask(sample: 5000)), StringComparison.Ordinal);
        Assert.StartsWith(
            "The temperature",
            await RefusedAsync(w.Ask() with { Generation = new EvalGeneration { Temperature = 3 } }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "The number of parallel calls",
            await RefusedAsync(w.Ask() with { Generation = new EvalGeneration { Parallel = 99 } }),
            StringComparison.Ordinal
        );
        await w.SetAsync("");
        Assert.StartsWith("The workflow has no evaluators", await RefusedAsync(w.Ask(sample: 1)), StringComparison.Ordinal);
    }

    private static async Task<EvalRequest> GoldenShadowAsync(EvalWorld w)
    {
        await w.GoldAsync("t0");
        return new EvalRequest(w.CandidateId, EvalSource.Shadow);
    }
}
