using System.Text;
using TriageConsole.Features.Evaluation.Endpoints;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Responses as endpoints send them in practice.</summary>
public sealed class ChatAnswerReaderTests
{
    private const string Key = "sk-secret-1";

    private static string Message(string content, string? finish = null) =>
        $$"""{"choices":[{"message":{"role":"assistant","content":{{content}}}"""
        + $$"""{{(finish is null ? "" : $",\"finish_reason\":{finish}")}}}]}""";

    private static ChatReply Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    private static ChatReply Read(byte[] body) => ChatAnswerReader.Read(body, 1, Key);

    [Fact]
    public void Bytes_BeforeTheJson_AreLeftOut()
    {
        var json = Message("\"Grüße 👍\"");
        Assert.Equal("Grüße 👍", Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]).Text);
        Assert.Equal("Grüße 👍", Read([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\r\n\t " + json)]).Text);
        Assert.Equal("Grüße 👍", Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(json)]).Text);
        Assert.Equal("Grüße 👍", Read([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(json)]).Text);
    }

    [Theory]
    [InlineData("""a \ud83d b""", "a \uFFFD b")]
    [InlineData("""a \uDC4D b""", "a \uFFFD b")]
    [InlineData("""\ud83d\ud83d\udc4d""", "\uFFFD👍")]
    [InlineData("""\udc4d\ud83d""", "\uFFFD\uFFFD")]
    [InlineData("""\ud83d\n""", "\uFFFD")]
    [InlineData("""\\ud83d stays""", "\\ud83d stays")]
    [InlineData("""\\\ud83d""", "\\\uFFFD")]
    [InlineData("""\uD83D\uDC4D whole""", "👍 whole")]
    [InlineData("""NUL \u0000.""", "NUL \uFFFD.")]
    public void HalfCharacters_AreReadAsReplacements(string content, string text) =>
        Assert.Equal(text, Read(Message($"\"{content}\"")).Text?.TrimEnd('\n'));

    [Fact]
    public void InvalidUtf8_IsReadAsReplacements()
    {
        // Half of a pair as in CESU-8, and a truncated character.
        Assert.Contains(
            "\uFFFD",
            Read([
                .. Encoding.UTF8.GetBytes("""{"choices":[{"message":{"content":"x """),
                0xED,
                0xA0,
                0xBD,
                .. Encoding.UTF8.GetBytes("\"}}]}"),
            ]).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "x \uFFFD",
            Read([
                .. Encoding.UTF8.GetBytes("""{"choices":[{"message":{"content":"x """),
                0xF0,
                0x9F,
                .. Encoding.UTF8.GetBytes("\"}}]}"),
            ]).Text
        );
    }

    [Theory]
    [InlineData("\"stop\"", null)]
    [InlineData("null", null)]
    [InlineData("\"length\"", "The response was truncated at the length limit (finish_reason: length).")]
    [InlineData("\"max_tokens\"", "The response was truncated at the length limit (finish_reason: max_tokens).")]
    [InlineData("\"content_filter\"", "The content filter of the endpoint ended the response (finish_reason: content_filter).")]
    [InlineData("\"tool_calls\"", "finish_reason: tool_calls.")]
    [InlineData("\"sk-secret-1\"", "finish_reason: ….")]
    public void FinishReason_ThatIsNotStop_IsKept(string finish, string? note)
    {
        var reply = Read(Message("\"half an answer\"", finish));
        Assert.Equal(("half an answer", note, null), (reply.Text, reply.Note, reply.Problem));
    }

    [Theory]
    [InlineData("""{"error":{"message":"The model is overloaded","code":"x"}}""", "The model is overloaded", false)]
    [InlineData("""{"error":{"message":"Slow down","code":429}}""", "Slow down", true)]
    [InlineData("""{"error":{"message":"Broken","code":"502"},"choices":[]}""", "Broken", true)]
    [InlineData("""{"error":"no credit left"}""", "no credit left", false)]
    [InlineData("""{"error":{"type":"invalid_request_error"}}""", "invalid_request_error", false)]
    [InlineData("""{"error":{"message":"Key sk-secret-1 is\nwrong \ud83d"}}""", "Key … is wrong \uFFFD", false)]
    [InlineData(
        """{"choices":[{"error":{"message":"Provider gone","code":503},"finish_reason":"error","message":{"content":"Hal"}}]}""",
        "Provider gone",
        true
    )]
    public void Error_WithStatus200_KeepsItsMessage(string body, string words, bool away)
    {
        var reply = Read(body);
        Assert.Equal((null, $"The endpoint returned an error: {words}", away), (reply.Text, reply.Problem, reply.IsAway));
    }

    [Fact]
    public void Error_IsBounded() => Assert.InRange(Read($$"""{"error":"{{new string('x', 5000)}}"}""").Problem!.Length, 300, 350);

    [Fact]
    public void NullError_IsNoError() =>
        Assert.Equal("fine", Read("""{"error":null,"choices":[{"error":null,"message":{"content":"fine"}}]}""").Text);

    [Theory]
    [InlineData("""{"error":{"message":"Incorrect key sk-secret-1"}}""", "Incorrect key …")]
    [InlineData("""{"object":"error","message":"No such model"}""", "No such model")]
    [InlineData("""{"message":"anybody's words"}""", null)]
    [InlineData("""{"detail":"anybody's words"}""", null)]
    [InlineData("<html>anybody's words</html>", null)]
    [InlineData("-ERR unknown command 'POST'", null)]
    [InlineData("[\"x\"]", null)]
    [InlineData("", null)]
    public void Error_OfARefusal_IsTheMessageOfTheEndpoint(string body, string? words) =>
        Assert.Equal(words, ChatAnswerReader.Error(Encoding.UTF8.GetBytes(body), Key));

    [Theory]
    [InlineData("", "it is empty.")]
    [InlineData("   ", "it is empty.")]
    [InlineData("<!doctype html><h1>secret</h1>", "it is a web page, not JSON. Check the address.")]
    [InlineData(
        "data: {\"choices\":[{\"delta\":{\"content\":\"secret\"}}]}\n\ndata: [DONE]\n\n",
        "it is an event stream, which was not requested."
    )]
    [InlineData(": ping\n\ndata: x", "it is an event stream, which was not requested.")]
    [InlineData("event: message\ndata: x", "it is an event stream, which was not requested.")]
    [InlineData("secret", "it is not JSON.")]
    [InlineData("{\"choices\":", "it is not JSON.")]
    [InlineData("[1]", "it is not a JSON object.")]
    [InlineData("null", "it is not a JSON object.")]
    [InlineData("{}", "it has no choices.")]
    [InlineData("""{"choices":[]}""", "it has no choices.")]
    [InlineData("""{"choices":{}}""", "it has no choices.")]
    [InlineData("""{"choices":["secret"]}""", "its first choice is not an object.")]
    [InlineData("""{"choices":[{"text":"secret"}]}""", "its first choice has no message.")]
    [InlineData(
        """{"choices":[{"message":{"content":""},"finish_reason":"length"}]}""",
        "its message has no text (finish_reason: length)."
    )]
    [InlineData(
        """{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]},"finish_reason":"tool_calls"}]}""",
        "its message calls a tool and has no text (finish_reason: tool_calls)."
    )]
    [InlineData("""{"choices":[{"message":{"content":null,"tool_calls":[]}}]}""", "its message has no text.")]
    [InlineData("""{"choices":[{"message":{"content":7}}]}""", "its message has no text.")]
    public void MalformedResponse_SaysWhyAndShowsNoContent(string body, string why)
    {
        var reply = Read(body);
        Assert.Equal((null, $"The endpoint's response is malformed: {why}"), (reply.Text, reply.Problem));
        Assert.DoesNotContain("secret", reply.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"One, "},{"type":"text","text":"two"}]""", "One, two")]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"two"}]""", "two")]
    [InlineData("""["One, ","two"]""", "One, two")]
    [InlineData("""[{"type":"image_url","image_url":{"url":"x"}},null,7,{"type":"text","text":"two"}]""", "two")]
    public void Content_InParts_IsItsTextParts(string content, string text) => Assert.Equal(text, Read(Message(content)).Text);

    [Theory]
    [InlineData("""{"content":null,"refusal":"I cannot help with that."}""")]
    [InlineData("""{"content":"","refusal":"I cannot help with that."}""")]
    public void Refusal_IsTheTextWithANote(string message)
    {
        var reply = Read($$"""{"choices":[{"message":{{message}},"finish_reason":"stop"}]}""");
        Assert.Equal(("I cannot help with that.", "The model refused. The text is its refusal."), (reply.Text, reply.Note));
    }
}
