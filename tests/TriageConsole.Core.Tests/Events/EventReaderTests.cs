using System.Text;
using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Tests.Events;

public sealed class EventReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private const string Keys = """ "trace_id":"t1","task_type":"support","task_id":"k1","model_version":"v1" """;

    private static ParsedEvent Read(string line, string kind = "interaction") => EventReader.Read(Encoding.UTF8.GetBytes(line), Now, kind);

    [Fact]
    public void Read_MinimalInteraction_IsAccepted()
    {
        var e = Read($$"""{ {{Keys}} }""").Interaction!;
        Assert.Equal(("t1", "support", "k1", "v1"), (e.TraceId, e.TaskType, e.TaskId, e.ModelVersion));
    }

    [Theory]
    [InlineData("""{"task_type":"s","task_id":"k","model_version":"v"}""", "missing_trace_id")]
    [InlineData("""{"trace_id":"t","task_type":"s","model_version":"v"}""", "missing_task_id")]
    [InlineData("""{"trace_id":"t","task_id":"k","model_version":"v"}""", "missing_task_type")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"  ","model_version":"v"}""", "missing_task_id")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":null}""", "missing_model_version")]
    [InlineData("""{"trace_id":"t","trace_id":"u","task_type":"s","task_id":"k","model_version":"v"}""", "duplicate_key")]
    [InlineData(
        """{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","timestamp":"9999-01-01T00:00:00Z"}""",
        "timestamp_in_future"
    )]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","timestamp":"yesterday"}""", "bad_timestamp")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","outcome_metric_value":"many"}""", "bad_number")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","outcome_metric_value":1e999}""", "bad_number")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","schema_version":2}""", "unknown_schema_version")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","kind":"party"}""", "unknown_kind")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","propensity":0}""", "bad_value")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","feedback":[{"value":1}]}""", "missing_name")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v","feedback":{}}""", "bad_type")]
    [InlineData("""{"trace_id":"t","task_type":"s","task_id":"k","model_version":"v""", "invalid_json")]
    [InlineData("""{"trace_id":"t"} {"trace_id":"u"}""", "invalid_json")]
    [InlineData("[1]", "not_an_object")]
    [InlineData("nonsense", "invalid_json")]
    public void Read_InvalidLine_IsRefusedWithAReason(string line, string reason)
    {
        var refusal = Read(line).Refusal;
        Assert.Equal(reason, refusal?.Reason);
        Assert.NotEmpty(refusal!.Detail);
    }

    [Fact]
    public void Read_DeepNesting_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        Assert.Equal("too_deep", Read($$"""{ {{Keys}}, "metadata": {{deep}} }""").Refusal!.Reason);
        Assert.Equal("invalid_json", Read("{").Refusal!.Reason);
    }

    [Fact]
    public void Read_InvalidUtf8_IsRefused()
    {
        byte[] line = [.. Encoding.UTF8.GetBytes($$"""{ {{Keys}}, "input":"a"""), 0xFF, 0xFE, .. "b\"}"u8];
        Assert.Equal("invalid_utf8", EventReader.Read(line, Now).Refusal!.Reason);
    }

    [Fact]
    public void Read_InvalidUtf8InMessages_IsRefused()
    {
        byte[] line = [.. Encoding.UTF8.GetBytes($$"""{ {{Keys}}, "messages":[{"role":"user","content":"a"""), 0xFF, .. "b\"}]}"u8];
        Assert.Equal("invalid_utf8", EventReader.Read(line, Now).Refusal!.Reason);
    }

    [Fact]
    public void Read_EscapedNames_EqualTheUnescapedNames()
    {
        Assert.Equal("DE", Read($$"""{ {{Keys}}, "countr\u0079":"DE" }""").Interaction!.Country);
        Assert.Equal("duplicate_key", Read($$"""{ {{Keys}}, "country":"DE", "countr\u0079":"FR" }""").Refusal!.Reason);
        Assert.Equal("duplicate_key", Read($$"""{ {{Keys}}, "colour":1, "colou\u0072":2 }""").Refusal!.Reason);
    }

    [Theory]
    [InlineData("Too slow – “again”", "0cef551f787d4f3074820be9b0adf7df3f65a366")]
    [InlineData(null, null)]
    public void Read_FeedbackWithoutId_HasAStableKeyFromItsContent(string? comment, string? key)
    {
        // A long comment exceeds the buffer on the stack.
        var text = comment ?? new string('x', 2000);
        var e = Read(
            $$"""
            { {{Keys}}, "feedback":[{"feedback_type":"explicit","name":"thumbs_down","value":1,"comment":"{{text}}",
              "user_id":"u1","timestamp":"2026-11-19T10:00:00Z"}] }
            """
        ).Interaction!;
        key ??= Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(
                Encoding.UTF8.GetBytes($"explicit\nthumbs_down\n1\n\n{text}\nu1\n2026-11-19T10:00:00.0000000+00:00")
            )
        )[..40];
        Assert.Equal(key, Assert.Single(e.Feedback).Key);
    }

    [Fact]
    public void Read_NumbersAsStrings_AreNumbers()
    {
        var e = Read($$"""{ {{Keys}}, "outcome_metric_value":"0.5", "output_tokens":"12", "server_latency_ms":"" }""").Interaction!;
        Assert.Equal(0.5, e.OutcomeMetricValue);
        Assert.Equal(12, e.OutputTokens);
        Assert.Null(e.ServerLatencyMs);
    }

    [Fact]
    public void Read_NulCharacters_AreReplaced()
    {
        var e = Read($$"""{ {{Keys}}, "input":"a\u0000b", "segment":"x\u0000" }""").Interaction!;
        Assert.Equal("a\uFFFDb", e.Input);
        Assert.Equal("x\uFFFD", e.Segment);
    }

    [Fact]
    public void Read_UnknownFields_AreKeptInMetadata()
    {
        var e = Read($$"""{ {{Keys}}, "colour":{"hue":3}, "metadata":{"source":"a","colour":"own"}, "weight": 2 }""").Interaction!;
        using var context = JsonDocument.Parse(e.Context!);
        var metadata = context.RootElement.GetProperty("metadata");
        Assert.Equal("own", metadata.GetProperty("colour").GetString());
        Assert.Equal(2, metadata.GetProperty("weight").GetInt32());
    }

    [Fact]
    public void Read_TextOverTheLimit_IsCutAndFlaggedWithTheFullHash()
    {
        var text = new string('x', EventReader.MaxFieldChars + 5);
        var e = Read($$"""{ {{Keys}}, "input":"{{text}}" }""").Interaction!;
        Assert.Equal(EventReader.MaxFieldChars, e.Input!.Length);
        Assert.Contains("cut_fields", e.Context!, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))), e.InputHash);
    }

    [Fact]
    public void Read_EqualFeedbackInOneEvent_KeepsBothWithStableKeys()
    {
        var line = $$"""
            { {{Keys}}, "feedback":[{"feedback_type":"system","name":"check","value":false},
              {"feedback_type":"system","name":"check","value":false}] }
            """;
        var first = Read(line).Interaction!.Feedback.Select(f => f.Key).ToList();
        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, Read(line).Interaction!.Feedback.Select(f => f.Key));
    }

    [Fact]
    public void Read_Outcome_RefersToTaskOrTrace()
    {
        var byTask = Read(
            """{"kind":"outcome","task_type":"s","task_id":"k","outcome_metric_name":"resolution","outcome_metric_value":1}"""
        ).Late!;
        Assert.Equal(("k", 1d, "outcome"), (byTask.TaskId, byTask.OutcomeMetricValue, byTask.Signal.Type));
        Assert.Equal(
            "missing_trace_id",
            Read("""{"kind":"outcome","task_id":"k","outcome_metric_name":"r","outcome_metric_value":1}""").Refusal!.Reason
        );
        Assert.Equal(
            "missing_outcome_metric_value",
            Read("""{"kind":"outcome","trace_id":"t","outcome_metric_name":"r"}""").Refusal!.Reason
        );
    }

    /// <summary>The most exact target counts: the trace, the task, the response, the session.</summary>
    [Theory]
    [InlineData("""{"session_id":"s"}""", "", null, "s")]
    [InlineData("""{"session_id":"s","task_id":"k"}""", "", null, "s")]
    [InlineData("""{"session_id":"s","output_id":"o"}""", "", "o", null)]
    [InlineData("""{"session_id":"s","task_type":"w","task_id":"k"}""", "", null, null)]
    [InlineData("""{"session_id":"s","trace_id":"t"}""", "t", null, null)]
    public void Read_Feedback_RefersToItsMostExactTarget(string target, string trace, string? output, string? session)
    {
        var late = Read($$"""{{{target[1..^1]}},"name":"thumbs","value":1}""", "feedback").Late!;
        Assert.Equal((trace, output, session), (late.TraceId, late.OutputId, late.SessionId));
    }

    [Fact]
    public void Read_FeedbackEndpoint_AcceptsFeedbackWithoutKind()
    {
        var late = Read("""{"trace_id":"t","name":"thumbs","value":"down","user_id":"u"}""", "feedback").Late!;
        Assert.Equal(("t", "thumbs", "down", "u"), (late.TraceId, late.Signal.Name, late.Signal.Text, late.Signal.UserId));
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows()
    {
        var random = new Random(7);
        var template = Encoding.UTF8.GetBytes(
            $$"""
            { {{Keys}}, "feedback":[{"name":"thumbs","value":"down","timestamp":"2026-01-01T00:00:00Z"}],
              "metadata":{"a":[1,2,{"b":null}]},"timestamp":1763000000 }
            """
        );
        for (var n = 0; n < 20_000; n++)
        {
            var line = (byte[])template.Clone();
            for (var k = random.Next(1, 5); k > 0; k--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            var parsed = EventReader.Read(line, Now);
            Assert.True(parsed.Interaction is not null || parsed.Late is not null || parsed.Refusal is not null);
        }
    }
}
