using System.Text;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Tests.Events;

/// <summary>Limits of a line; and everything composed of its values fits where it is stored.</summary>
public sealed class LineLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static ParsedEvent Read(string line) => EventReader.Read(Encoding.UTF8.GetBytes(line), Now);

    private static ParsedEvent Event(string extra) =>
        Read($$"""{"trace_id":"t1","task_type":"support","task_id":"k1","model_version":"v1",{{extra}}}""");

    [Theory]
    [InlineData("trace_id")]
    [InlineData("task_type")]
    [InlineData("task_id")]
    [InlineData("session_id")]
    [InlineData("user_id")]
    [InlineData("tenant_id")]
    [InlineData("release")]
    [InlineData("model_version")]
    public void Read_DotsAsId_AreRefused(string field)
    {
        foreach (var id in new[] { ".", "..", "..  " })
        {
            var fields = new Dictionary<string, string>
            {
                ["trace_id"] = "t",
                ["task_type"] = "s",
                ["task_id"] = "k",
                ["model_version"] = "v",
                [field] = id,
            };
            var refusal = Read(System.Text.Json.JsonSerializer.Serialize(fields)).Refusal!;
            Assert.Equal("bad_id", refusal.Reason);
            Assert.Contains(field, refusal.Detail, StringComparison.Ordinal);
        }

        Assert.NotNull(Event("\"session_id\":\"...\"").Interaction);
    }

    [Fact]
    public void Read_KeyWithTrailingWhiteSpace_IsTrimmed()
    {
        var e = Event(
            "\"session_id\":\"s 1 \\t\",\"segment\":\"gold\\u00a0\","
                + "\"feedback\":[{\"id\":\"f1 \",\"name\":\"rating \",\"value\":1,\"user_id\":\"u \",\"role\":\"r \"}]"
        ).Interaction!;
        var f = Assert.Single(e.Feedback);
        Assert.Equal(("s 1", "gold", "f1", "rating", "u", "r"), (e.SessionId, e.Segment, f.Key, f.Name, f.UserId, f.Role));
        Assert.Equal("k", Event($"\"country\":\"{"k", -400}\"").Interaction!.Country);
    }

    [Theory]
    [InlineData("\"feedback\":[{\"name\":\"rating\",\"value\":5,\"value\":1}]")]
    [InlineData("\"feedback\":[{\"name\":\"rating\",\"val\\u0075e\":5,\"value\":1}]")]
    [InlineData("\"feedback\":[{\"name\":\"rating\",\"x\":5,\"x\":1}]")]
    [InlineData("\"feedback\":[{\"name\":\"rating\",\"name\":\"rating\"}]")]
    [InlineData("\"error\":{\"kind\":\"a\",\"kind\":\"b\"}")]
    public void Read_RepeatedName_IsRefused(string extra) => Assert.Equal("duplicate_key", Event(extra).Refusal!.Reason);

    [Theory]
    [InlineData("\"metadata\":{\"a\":[@]}")]
    [InlineData("\"messages\":[@]")]
    [InlineData("\"unknown\":[@]")]
    [InlineData("\"input\":[@]")]
    [InlineData("\"feedback\":[{\"name\":\"x\",\"value\":[@]}]")]
    public void Read_TooManyValues_IsRefused(string extra) =>
        Assert.Equal(
            "too_many_values",
            Event(
                extra.Replace("@", string.Join(',', Enumerable.Repeat(1, EventReader.MaxValues)), StringComparison.Ordinal)
            ).Refusal?.Reason
        );

    [Fact]
    public void Read_TooManySignalsOrUnknownFields_IsRefused()
    {
        Assert.Equal(
            "too_many_values",
            Event($"\"feedback\":[{string.Join(',', Enumerable.Repeat("{\"name\":\"x\"}", 1001))}]").Refusal!.Reason
        );
        Assert.Equal("too_many_values", Event(string.Join(',', Enumerable.Range(0, 1001).Select(n => $"\"u{n}\":1"))).Refusal!.Reason);
    }

    [Theory]
    [InlineData("derived:outcome")]
    [InlineData("derived:error")]
    [InlineData("fill:outcome")]
    [InlineData("sent:derived:error")]
    public void Read_IdWithReservedPrefix_GetsAPrefix(string id)
    {
        var key = Assert.Single(Event($"\"feedback\":[{{\"id\":\"{id}\",\"name\":\"x\"}}]").Interaction!.Feedback).Key;
        Assert.Equal("sent:" + id, key);
        Assert.Equal(100, SignalKey("derived:" + new string('x', 92)).Length);
        Assert.NotEqual(SignalKey("derived:" + new string('x', 91) + "a"), SignalKey("derived:" + new string('x', 91) + "b"));

        static string SignalKey(string id) => Event($"\"feedback\":[{{\"id\":\"{id}\",\"name\":\"x\"}}]").Interaction!.Feedback[0].Key;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Read_ComposedNames_FitAndStayDistinct(int pad)
    {
        // Surrogate pairs, which must not be split.
        var name = new string('a', pad) + string.Concat(Enumerable.Repeat("😀", 98));
        string Retrieval(string end) => Read($$"""{"kind":"retrieval","trace_id":"t","name":"{{name}}{{end}}"}""").Late!.Signal.Name;
        Assert.InRange(Retrieval("x").Length, 150, 200);
        Assert.Equal(Retrieval("x"), Texts.Storable(Retrieval("x")));
        Assert.NotEqual(Retrieval("x"), Retrieval("y"));
        var late = Read(
            $$"""{"kind":"outcome","trace_id":"t","outcome_metric_name":"{{new string('m', 300)}}","outcome_metric_value":1}"""
        ).Late!;
        Assert.Equal((300, 200), (late.OutcomeMetricName!.Length, late.Signal.Name.Length));
        Assert.Equal("too_long", Read($$"""{"trace_id":"t","tenant_id":"{{new string('t', 201)}}"}""").Refusal!.Reason);
    }

    [Fact]
    public void Read_FeedbackFromTheFuture_IsRefused() =>
        Assert.Equal(
            "timestamp_in_future",
            Event("\"feedback\":[{\"name\":\"x\",\"timestamp\":\"2031-01-01T00:00:00Z\"}]").Refusal!.Reason
        );

    [Fact]
    public void Read_SubnormalNumber_IsZero() => Assert.Equal(0, Event("\"server_latency_ms\":1e-310").Interaction!.ServerLatencyMs);

    [Fact]
    public void Read_OutcomeValueAsText_IsANumber() =>
        Assert.Equal(0.5, Read("""{"kind":"outcome","trace_id":"t","name":"resolved","value":" 0.5 "}""").Late!.OutcomeMetricValue);
}
