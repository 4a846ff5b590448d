using Microsoft.EntityFrameworkCore;
using TriageConsole.Client;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>What an application sends is what the server stores.</summary>
public sealed class CaptureTests(ClientApp world) : IClassFixture<ClientApp>
{
    [Fact]
    public async Task Interaction_WithEveryField_IsStoredAsItWas()
    {
        await using var client = world.Connect();
        var at = new DateTimeOffset(2026, 5, 4, 9, 30, 0, 123, TimeSpan.FromHours(2));
        client.Capture(
            new CapturedInteraction
            {
                TraceId = "every-field",
                Workflow = "other.flow",
                TaskId = "case-17",
                ModelVersion = "m2",
                Timestamp = at,
                Input = "Füße, 雪, \"quoted\" \\ \n 👍🏽",
                Output = "On its way.",
                Messages = [new("system", "Be brief."), new("user", "Where?"), new("assistant", "On its way.")],
                SessionId = "s-1",
                UserId = "u-1",
                Segment = "gold",
                Country = "DE",
                PromptVersion = "p4",
                ModelId = "gpt-4.1",
                ServedModel = "gpt-4.1-2026",
                KnowledgeVersion = "kb-3",
                DeploymentId = "d-1",
                Release = "r7",
                RetrievalIds = ["kb-17", "kb-18"],
                OutputId = "chatcmpl-1",
                OutputTokens = 42,
                Latency = TimeSpan.FromMilliseconds(812.5),
                ErrorKind = "timeout",
                ErrorMessage = "The model did not answer.",
                Parameters = new Dictionary<string, object?> { ["temperature"] = 0.2, ["stop"] = new[] { "a", "b" } },
                InputStats = new Dictionary<string, double> { ["length"] = 19 },
                ConsentScope = "training",
                OutcomeMetric = "resolved",
                OutcomeValue = 0.5,
                Metadata = new Dictionary<string, object?>
                {
                    ["plan"] = "pro",
                    ["tries"] = 2,
                    ["tags"] = new object?[] { "x", null, true },
                },
            }
        );
        await client.FlushAsync(TestContext.Current.CancellationToken);
        var (row, payload, _) = await world.ReadAsync("every-field");
        Assert.Equal(
            ("case-17", "m2", at.ToUniversalTime(), "s-1", "u-1"),
            (row.TaskId, row.ModelVersion, row.Timestamp, row.SessionId, row.UserId)
        );
        Assert.Equal(
            ("gold", "DE", "p4", "gpt-4.1", "gpt-4.1-2026"),
            (row.Segment, row.Country, row.PromptVersion, row.ModelId, row.ServedModel)
        );
        Assert.Equal(
            ("kb-3", "d-1", "r7", "chatcmpl-1", 42),
            (row.KnowledgeVersion, row.DeploymentId, row.Release, row.OutputId, row.OutputTokens)
        );
        Assert.Equal(
            (812.5, "timeout", "training", "resolved", 0.5),
            (row.ClientLatencyMs, row.ErrorKind, row.ConsentScope, row.OutcomeMetric, row.OutcomeValue)
        );
        Assert.Equal("Füße, 雪, \"quoted\" \\ \n 👍🏽", payload.Input);
        Assert.Equal("assistant", ClientApp.Json(payload.Messages)[2].GetProperty("role").GetString());
        var context = ClientApp.Json(payload.Context);
        Assert.Equal("kb-18", context.GetProperty("retrieval_ids")[1].GetString());
        Assert.Equal(0.2, context.GetProperty("parameters").GetProperty("temperature").GetDouble());
        Assert.Equal(19, context.GetProperty("input_stats").GetProperty("length").GetDouble());
        Assert.Equal("The model did not answer.", context.GetProperty("error").GetProperty("message").GetString());
        var metadata = context.GetProperty("metadata");
        Assert.Equal(
            ("pro", 2, 3),
            (
                metadata.GetProperty("plan").GetString(),
                metadata.GetProperty("tries").GetInt32(),
                metadata.GetProperty("tags").GetArrayLength()
            )
        );
        await using var db = world.App.Database.CreateContext();
        Assert.Equal("other.flow", await db.Workflows.Where(w => w.Id == row.WorkflowId).Select(w => w.Key).SingleAsync());
    }

    [Fact]
    public async Task Feedback_OfEveryKind_IsReadAsTheServerMeansIt()
    {
        await using var client = world.Connect();
        var feedback = client.FeedbackFor("every-signal", "u-1");
        // Before its interaction: it waits for it.
        feedback.Thumbs(up: true);
        await client.FlushAsync(TestContext.Current.CancellationToken);
        client.Capture(ClientApp.Interaction("every-signal"));
        feedback.Thumbs(up: false, "wrong date");
        feedback.Rate(2);
        feedback.Comment("The date is wrong.");
        feedback.Edited("It was sent on Monday.", "It was sent on Friday.");
        feedback.Copied();
        feedback.Retried();
        feedback.Retried();
        feedback.FirstAction(TimeSpan.FromSeconds(90));
        feedback.Escalated();
        feedback.Clicked("kb-17");
        feedback.Clicked("kb-18");
        feedback.Clicked("kb-17");
        client.FeedbackFor("every-signal", "u-2").Thumbs(up: true);
        client.FeedbackForTask("support", "k-every-signal").Outcome("resolved", 0);
        await client.FlushAsync(TestContext.Current.CancellationToken);
        var (row, _, signals) = await world.ReadAsync("every-signal");
        Assert.Equal(("resolved", 0d), (row.OutcomeMetric, row.OutcomeValue));
        var thumbs = Assert.Single(signals, s => s.Name == "thumbs" && s.UserId == "u-1");
        Assert.Equal(("down", "wrong date", (short)-1, "explicit"), (thumbs.TextValue, thumbs.Comment, thumbs.Polarity, thumbs.Type));
        Assert.DoesNotContain("u-1", thumbs.SignalKey, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(signals, s => s.Name == "thumbs" && s.UserId == "u-2").Polarity);
        Assert.Equal((2d, (short)-1), Of("rating", s => (s.NumericValue!.Value, s.Polarity)));
        Assert.Equal("The date is wrong.", Of("comment", s => s.Comment));
        // Three of the 22 characters differ: M, o, n → F, r, i.
        Assert.Equal((3 / 22d, (short)-1, "implicit"), Of("edit_distance", s => (s.NumericValue!.Value, s.Polarity, s.Type)));
        Assert.Equal((short)1, Of("copied", s => s.Polarity));
        Assert.Equal(2, signals.Count(s => s.Name == "retry" && s.Polarity == -1));
        Assert.Equal((90_000d, (short)-1), Of("time_to_first_action_ms", s => (s.NumericValue!.Value, s.Polarity)));
        Assert.Equal((short)-1, Of("escalated", s => s.Polarity));
        Assert.Equal(["kb-17", "kb-18"], signals.Where(s => s.Name == "retrieval.clicked").Select(s => s.TextValue).Order());

        T Of<T>(string name, Func<Data.Interactions.Signal, T> read) => read(Assert.Single(signals, s => s.Name == name));
    }

    [Fact]
    public async Task UnusualValues_AreStored_AndUnreadableOnesDropOnlyTheirEvent()
    {
        await using var client = world.Connect();
        client.Capture(
            ClientApp.Interaction("unusual-1") with
            {
                Input = "half \ud83d of it \0 end",
                Metadata = new Dictionary<string, object?>
                {
                    ["nan"] = double.NaN,
                    ["max"] = ulong.MaxValue,
                    ["when"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                    ["map"] = new Dictionary<string, int> { ["a"] = 1 },
                    ["kind"] = DayOfWeek.Monday,
                },
            }
        );
        client.Capture(ClientApp.Interaction("unusual-2") with { Metadata = new Dictionary<string, object?> { ["loop"] = new Endless() } });
        client.Capture(ClientApp.Interaction("unusual-3"));
        await client.FlushAsync(TestContext.Current.CancellationToken);
        var metadata = ClientApp.Json((await world.ReadAsync("unusual-1")).Payload.Context).GetProperty("metadata");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, metadata.GetProperty("nan").ValueKind);
        Assert.Equal("Monday", metadata.GetProperty("kind").GetString());
        Assert.Equal(1, metadata.GetProperty("map").GetProperty("a").GetInt32());
        Assert.Equal("half \ufffd of it \ufffd end", (await world.ReadAsync("unusual-1")).Payload.Input);
        Assert.Equal(1, await world.CountAsync("unusual-3"));
        Assert.Equal(0, await world.CountAsync("unusual-2"));
        Assert.Equal(1, client.Statistics.ByReason[TriageReason.Unreadable]);
    }

    [Fact]
    public async Task EventWithoutATask_GoesToQuarantine_AndIsReported()
    {
        var reported = new TaskCompletionSource<TriageReport>();
        await using var client = world.Connect(onReport: r => reported.TrySetResult(r));
        client.Capture(new CapturedInteraction { TraceId = "no-task" });
        client.Capture(ClientApp.Interaction("with-task"));
        await client.FlushAsync(TestContext.Current.CancellationToken);
        var report = await reported.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((TriageReason.Quarantined, 1L), (report.Reason, report.Count));
        Assert.StartsWith("missing_task_id", report.Detail, StringComparison.Ordinal);
        var statistics = client.Statistics;
        Assert.Equal(
            (2L, 2L, 0L, 1L, 0L),
            (statistics.Captured, statistics.Sent, statistics.Dropped, statistics.Quarantined, statistics.Waiting)
        );
    }

    [Fact]
    public void InvalidOptions_AreRefusedAtTheStart()
    {
        Assert.Throws<ArgumentException>(() => world.Connect(address: new Uri("ftp://host/")));
        Assert.Throws<ArgumentException>(() => world.Connect(key: "two\nlines"));
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Connect(capacity: 0));
    }

    /// <summary>A collection that fails while it is read, as one does that another thread changes.</summary>
    private sealed class Endless : System.Collections.IEnumerable
    {
        public System.Collections.IEnumerator GetEnumerator()
        {
            yield return 1;
            throw new InvalidOperationException("Collection was modified.");
        }
    }
}
