using TriageConsole.Components.Conversations;

namespace TriageConsole.Tests.Components;

/// <summary>Reads all common formats of conversations. Unknown formats are shown as received, never left out.</summary>
public sealed class ConversationReaderTests
{
    [Theory]
    // OpenAI chat: tool calls, the older function call, a tool's response, parts, a refusal.
    [InlineData(
        """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find_orde"""
            + """r","arguments":"{\"id\":7}"}}]}""",
        "assistant",
        "Call:find_order:{ \"id\": 7 }"
    )]
    [InlineData("""{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{}"}}""", "assistant", "Call:f:")]
    [InlineData("""{"role":"tool","tool_call_id":"c1","content":"{\"state\":\"lost\"}"}""", "tool", "Result:c1:{ \"state\": \"lost\" }")]
    [InlineData("""{"role":"tool","content":[{"type":"text","text":"done"}]}""", "tool", "Text::done")]
    [InlineData(
        """{"role":"user","content":[{"type":"text","text":"Where is order 7?"},"""
            + """{"type":"image_url","image_url":{"url":"https://example.invalid/a.png"}}]}""",
        "user",
        "Text::Where is order 7?|Media:image:https://example.invalid/a.png"
    )]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I cannot help."}""", "assistant", "Refusal:Refusal:I cannot help.")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]}""", "assistant", "Refusal:Refusal:No.")]
    // OpenAI responses.
    [InlineData(
        """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]}""",
        "assistant",
        "Text::Hi"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"input_text","text":"Hi"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}""",
        "user",
        "Text::Hi|Media:image:data:image/png;base64, 26 characters"
    )]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}""", "assistant", "Call:f:{ \"a\": 1 }")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"42"}""", "tool", "Result::42")]
    // Anthropic.
    [InlineData(
        """{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Let me look."},"""
            + """{"type":"tool_use","id":"t","name":"search","input":{"q":"x"}}]}""",
        "assistant",
        "Thinking:thinking:hm|Text::Let me look.|Call:search:{ \"q\": \"x\" }"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"two"},"""
            + """{"type":"text","text":"lines"}]}]}""",
        "user",
        "Result::two lines"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":"boom"}]}""",
        "user",
        "Result:error:boom"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}""",
        "user",
        "Media:image:image/png, 4 characters"
    )]
    // OpenInference, flat and nested.
    [InlineData(
        """{"message.role":"assistant","message.content":"Hi","message.tool_calls":[{"tool_call.function.name":"f","tool_"""
            + """call.function.arguments":"{\"a\":1}"}]}""",
        "assistant",
        "Text::Hi|Call:f:{ \"a\": 1 }"
    )]
    [InlineData(
        """{"message":{"role":"assistant","tool_calls":[{"tool_call":{"function":{"name":"f","arguments":"{}"}}}]}}""",
        "assistant",
        "Call:f:"
    )]
    [InlineData("""{"message":{"role":"user","contents":[{"message_content":{"type":"text","text":"Hi"}}]}}""", "user", "Text::Hi")]
    // Gemini, LangChain, ShareGPT, OpenTelemetry.
    [InlineData(
        """{"role":"model","parts":[{"text":"Hi"},{"functionCall":{"name":"f","args":{"a":1}}}]}""",
        "assistant",
        "Text::Hi|Call:f:{ \"a\": 1 }"
    )]
    [InlineData(
        """{"type":"ai","data":{"content":"Hi","tool_calls":[{"name":"f","args":{"a":1},"id":"1"}]}}""",
        "assistant",
        "Text::Hi|Call:f:{ \"a\": 1 }"
    )]
    [InlineData("""{"from":"human","value":"Hi"}""", "user", "Text::Hi")]
    [InlineData(
        """{"role":"assistant","parts":[{"type":"text","content":"Hi"},"""
            + """{"type":"tool_call","name":"f","arguments":{"a":1},"id":"1"}],"finish_reason":"stop"}""",
        "assistant",
        "Text::Hi|Call:f:{ \"a\": 1 }"
    )]
    // Unknown: shown as JSON.
    [InlineData(
        """{"role":"assistant","content":[{"type":"hologram","beam":3}]}""",
        "assistant",
        "Data:hologram:{ \"type\": \"hologram\", \"beam\": 3 }"
    )]
    [InlineData("""{"role":"assistant","content":{"answer":42}}""", "assistant", "Data:data:{ \"answer\": 42 }")]
    [InlineData(
        """{"role":"assistant","verdict":{"x":1},"model":"secret-model"}""",
        "assistant",
        "Data:message:{ \"verdict\": { \"x\": 1 } }"
    )]
    [InlineData("""{"role":"user","content":42}""", "user", "Text::42")]
    [InlineData("""{"role":"assistant","content":""}""", "assistant", "")]
    [InlineData("\"just words\"", "user", "Text::just words")]
    [InlineData("""{"role":"critic","content":"half \ud83d"}""", "critic", "Text::half �")]
    public void Message_OfAnyFormat_HasTheExpectedContent(string message, string role, string parts)
    {
        var turn = Assert.Single(ConversationReader.Read($"[{message}]"));
        Assert.Equal(role, turn.Role);
        Assert.Equal(
            parts,
            string.Join(
                '|',
                turn.Parts.Select(p =>
                    $"{p.Kind}:{p.Title}:{string.Join(' ', p.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}"
                )
            )
        );
    }

    [Fact]
    public void Text_OfATurn_IsUnchanged()
    {
        // Labelers' text spans are positions in the text, so it must not be trimmed or changed.
        const string Sent = "\nFirst.\n[tool_call] find(a)\nLast. ";
        var turn = Assert.Single(
            ConversationReader.Read($$"""[{"role":"assistant","content":{{System.Text.Json.JsonSerializer.Serialize(Sent)}}}]""")
        );
        Assert.Equal(Sent, turn.Content);
        Assert.Equal(["Text", "Call", "Text"], turn.Parts.Select(p => p.Kind.ToString()));
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"Hi"},{"type":"tool_use","name":"f","input":{}}]""", true)]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[]}""", true)]
    [InlineData("""{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}""", true)]
    [InlineData("""{"state":"lost"}""", false)]
    [InlineData("[1,2,3]", false)]
    [InlineData("""[{"type":"invoice"}]""", false)]
    [InlineData("[ ] checkbox", false)]
    [InlineData("Plain words", false)]
    public void Text_ThatIsJsonOfParts_IsReadAsParts(string text, bool structured) =>
        Assert.Equal(structured, ConversationReader.Structured("assistant", text).Count > 0);

    [Fact]
    public void Messages_ThatAreNotJson_AreShownAsText()
    {
        Assert.Equal("{broken", Assert.Single(ConversationReader.Read("{broken")).Content);
        Assert.Equal("the input", Assert.Single(ConversationReader.Read(null, "the input")).Content);
        Assert.Empty(ConversationReader.Read(null));
    }
}
