using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>The spans of a trace arrive in several requests.</summary>
[Collection(typeof(OtlpGroup))]
public sealed class LateSpanTests(OtlpFixture otlp)
{
    /// <summary>The children of an agent end first, so they arrive before it.</summary>
    [Fact]
    public async Task Traces_LateSpans_JoinTheirInteraction()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, SpanId(1), "I look it up.")));
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 4, SpanId(1), "It was sent on Monday.")));
        await otlp.SendAsync(
            "/v1/traces",
            Traces(Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.conversation.id", "conv_" + trace)))
        );
        await otlp.SendAsync(
            "/v1/traces",
            Traces(
                Span(
                    trace,
                    3,
                    SpanId(1),
                    ("gen_ai.operation.name", "execute_tool"),
                    ("gen_ai.tool.name", "find_order"),
                    ("error.type", "timeout")
                )
            )
        );
        var read = (await otlp.ReadAsync(trace))!;
        Assert.Equal("It was sent on Monday.", (string?)read["output"]);
        Assert.Equal("conv_" + trace, (string?)read["interaction"]!["task_id"]);
        Assert.Equal(["agent", "llm", "tool", "llm"], read["context"]!["metadata"]!["steps"]!.AsArray().Select(s => (string?)s!["kind"]));
        await using var db = otlp.App.Database.CreateContext();
        var id = await db.Interactions.Where(i => i.TraceId == trace).Select(i => i.Id).SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await db.InteractionPayloads.CountAsync(p => p.InteractionId == id, TestContext.Current.CancellationToken));
    }

    /// <summary>The rollups follow the content: what a revision changes is subtracted and added.</summary>
    [Fact]
    public async Task Traces_LateError_IsInScoreAndRollups()
    {
        var trace = NewTrace();
        var service = ("triage.task_type", (object)("errors-" + trace));
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, SpanId(1), "Sorry.", service)));
        var root = Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("error.type", "timeout"), service);
        await otlp.SendAsync("/v1/traces", Traces(root));
        var row = (await otlp.ReadAsync(trace))!["interaction"]!;
        Assert.Equal("timeout", (string?)row["error_kind"]);
        Assert.True((double?)row["suspicion"] > 0);
        await using var db = otlp.App.Database.CreateContext();
        var workflow = await db.Workflows.SingleAsync(w => w.Key == "errors-" + trace, TestContext.Current.CancellationToken);
        var sums = await db
            .Rollups.Where(r => r.Grain == Data.Rollups.Rollup.Day && db.Slices.Any(s => s.Id == r.SliceId && s.WorkflowId == workflow.Id))
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (sums.Sum(r => r.Events), sums.Sum(r => r.Errors)));
        var signals = (await otlp.ReadAsync(trace))!["signals"]!.AsArray();
        Assert.Single(signals, s => (string?)s!["name"] == "error");
    }

    /// <summary>However the spans are cut into requests, the same is stored.</summary>
    [Fact]
    public async Task Traces_OneByOneInAnyOrder_AreStoredAsAtOnce()
    {
        var (atOnce, oneByOne) = (NewTrace(), NewTrace());
        await otlp.SendAsync("/v1/traces", Traces(Spans(atOnce)));
        var spans = Spans(oneByOne);
        foreach (var n in (int[])[3, 1, 4, 0, 2])
            await otlp.SendAsync("/v1/traces", Traces(spans[n]));
        var (first, second) = ((await otlp.ReadAsync(atOnce))!, (await otlp.ReadAsync(oneByOne))!);
        foreach (var read in (JsonObject[])[first, second])
            read["interaction"]!.AsObject().Remove("id");
        // The audit sample is chosen by the trace id.
        first.Remove("queue");
        second.Remove("queue");
        Assert.Equal(first.ToJsonString().Replace(atOnce, oneByOne, StringComparison.Ordinal), second.ToJsonString());
        var rolled = await otlp.App.Database.CreateContext().Rollups.CountAsync(r => r.Events < 0, TestContext.Current.CancellationToken);
        Assert.Equal(0, rolled);

        static JsonObject[] Spans(string trace) =>
            [
                Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.conversation.id", "c"), ("session.id", "s")),
                Chat(trace, 2, SpanId(1), "I look it up."),
                Span(
                    trace,
                    3,
                    SpanId(1),
                    ("gen_ai.operation.name", "execute_tool"),
                    ("gen_ai.tool.name", "find_order"),
                    ("error.type", "timeout")
                ),
                Chat(trace, 4, SpanId(1), "Sorry."),
                Span(trace, 5, SpanId(1), ("openinference.span.kind", "GUARDRAIL"), ("output.value", "ok")),
            ];
    }

    [Fact]
    public async Task Traces_TenThousandSpans_AreOneInteraction()
    {
        var trace = NewTrace();
        for (var from = 0; from < 10_000; from += 5000)
            await otlp.SendAsync(
                "/v1/traces",
                Traces([
                    .. Enumerable
                        .Range(from, 5000)
                        .Select(n => Span(trace, n + 1, n == 0 ? null : SpanId(n), ("gen_ai.operation.name", "execute_tool"))),
                ])
            );
        // A job folds what is beyond the first thousand.
        await Wait.UntilAsync(async () => (int?)(await otlp.ReadAsync(trace))!["context"]!["metadata"]!["steps_total"] == 10_000);
    }

    [Fact]
    public async Task Traces_ConcurrentBatchesOfOneTrace_LoseNoSpan()
    {
        var trace = NewTrace();
        await Task.WhenAll(
            Enumerable.Range(1, 8).Select(n => otlp.SendAsync("/v1/traces", Traces(Chat(trace, n, n == 1 ? null : SpanId(1)))))
        );
        Assert.Equal(8, (int?)(await otlp.ReadAsync(trace))!["context"]!["metadata"]!["steps_total"]);
    }

    [Fact]
    public async Task Cleanup_CompleteTraces_LeavesTheInteractionAsItIs()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1)));
        var before = (await otlp.ReadAsync(trace))!.ToJsonString();
        var job = new TraceCleanupJob(
            otlp.App.Get<IDbContextFactory<TriageDbContext>>(),
            otlp.App.Get<IOptions<IngestOptions>>(),
            otlp.App.Get<TimeProvider>()
        );
        await job.DeleteAsync(DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
        await using (var db = otlp.App.Database.CreateContext())
            Assert.Equal(0, await db.StoredTraceParts.CountAsync(TestContext.Current.CancellationToken));
        // Too late: a part of the trace is no reason to replace the whole.
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, answer: "Much later.")));
        Assert.Equal(before, (await otlp.ReadAsync(trace))!.ToJsonString());
    }

    /// <summary>A span that arrives after a redaction must not bring the text back.</summary>
    [Fact]
    public async Task Redaction_OfATrace_ForgetsItsSpans()
    {
        var trace = NewTrace();
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 1, answer: "Call 5550100 now.")));
        await using (var db = otlp.App.Database.CreateContext())
        {
            var id = await db
                .Interactions.Where(i => i.TraceId == trace)
                .Select(i => i.Id)
                .SingleAsync(TestContext.Current.CancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            var statements = otlp.App.Get<IProviderStatements>();
            await InteractionRedaction.ApplyAsync(db, statements, id, "5550100", TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        await otlp.SendAsync("/v1/traces", Traces(Span(trace, 2, null, ("gen_ai.operation.name", "invoke_agent"))));
        Assert.DoesNotContain("5550100", (await otlp.ReadAsync(trace))!.ToJsonString(), StringComparison.Ordinal);
    }
}
