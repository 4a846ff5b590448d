using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Client;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>What becomes of the bodies of requests and responses.</summary>
public sealed class ChatLineTests
{
    private const string Request = """{"messages":[{"role":"user","content":"Where is my refund?"}]}""";

    [Fact]
    public void CallsOfToolsWithAnEmptyText_AreTheOutput()
    {
        var line = Line(
            Request,
            """
            {"choices":[{"message":{"content":"","tool_calls":[{"id":"c","function":{"name":"find_order","arguments":"{}"}}]}}]}
            """
        );
        Assert.Equal("[tool_call] find_order({})", (string?)line["output"]);
        Assert.Equal("", (string?)Line(Request, """{"choices":[{"message":{"content":""}}]}""")["output"]);
    }

    [Fact]
    public void LoopOfTheResponsesApi_HasItsCallsAndResultsAsMessages()
    {
        var line = Line(
            """
            {"model":"gpt-4.1","tools":[{"type":"function","name":"find_order"},{"type":"web_search"}],"input":[
            {"role":"user","content":[{"type":"input_text","text":"Where is my refund?"}]},{"type":"reasoning","summary":[]},
            {"type":"function_call","call_id":"c","name":"find_order","arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":"Monday"}]}
            """,
            """
            {"id":"resp_1","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"error":null,"output":[
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"One"},{"type":"refusal","refusal":"two"}]},
            {"type":"function_call","call_id":"d","name":"send","arguments":"{\"to\":1}"}],"usage":{"input_tokens":5,"output_tokens":6}}
            """
        );
        Assert.Equal(("Where is my refund?", "One\ntwo"), ((string?)line["input"], (string?)line["output"]));
        var messages = line["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "tool", "assistant"], messages.Select(m => (string?)m!["role"]));
        Assert.Equal("find_order", (string?)messages[1]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Equal(("c", "Monday"), ((string?)messages[2]!["tool_call_id"], (string?)messages[2]!["content"]));
        Assert.Equal("""{"to":1}""", (string?)messages[3]!["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal("max_output_tokens", (string?)line["metadata"]!["finish_reason"]);
        Assert.Equal(["find_order", "web_search"], line["metadata"]!["tools"]!.AsArray().Select(t => (string?)t));
        Assert.Equal((6, 5), ((int?)line["output_tokens"], (int?)line["input_stats"]!["input_tokens"]));
    }

    [Fact]
    public void StreamOfTheResponsesApiThatBreaksOff_HasWhatCame()
    {
        var cut = Stream(ModelServer.ResponseEvents[..2]);
        Assert.Equal(("It was ", true), ((string?)cut["output"], (bool?)cut["metadata"]!["stream_ended_early"]));
        Assert.Equal("It was sent on Monday. 👍", (string?)Stream(ModelServer.ResponseEvents)["output"]);
        var failed = Stream(
            """data: {"type":"response.failed","response":{"status":"failed","error":{"message":"Try later"},"output":[]}}"""
        );
        Assert.Equal("Try later", (string?)failed["error"]!["message"]);
    }

    [Fact]
    public void WithoutTexts_NoTextOfARequestIsSent()
    {
        var line = Line(
            """{"instructions":"secret","input":"secret","prompt":{"id":"p","variables":{"name":"secret"}},"temperature":0.2}""",
            """{"output":[{"type":"message","content":[{"type":"output_text","text":"secret"}]}]}""",
            captureTexts: false
        );
        Assert.DoesNotContain("secret", line.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonNode Stream(params string[] events) =>
        Line("""{"input":"Where is my refund?"}""", string.Join("\n\n", events) + "\n\n", isStream: true);

    private static JsonNode Line(string request, string response, bool isStream = false, bool captureTexts = true)
    {
        var options = new TriageClientOptions { Endpoint = new Uri("https://console.example"), ApiKey = "k" };
        var line = new ChatLine(options, new TriageContext())
        {
            TraceId = "t",
            TaskId = "t",
            Address = new Uri("https://model.example/v1/responses"),
            CaptureTexts = captureTexts,
            Request = Encoding.UTF8.GetBytes(request),
            IsRequestCut = false,
            Response = Encoding.UTF8.GetBytes(response),
            IsResponseCut = false,
            Status = 200,
            Encoding = null,
            IsStream = isStream,
            Timestamp = DateTimeOffset.UnixEpoch,
            Latency = TimeSpan.FromSeconds(1),
            FirstByteAfter = null,
            Failure = null,
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            line.Write(json);
        return JsonNode.Parse(stream.ToArray())!;
    }
}
