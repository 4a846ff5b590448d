using TriageConsole.Core.Events;

namespace TriageConsole.Core.Tests.Events;

public sealed class TextRedactionTests
{
    [Theory]
    [InlineData("mail ann@x.org now", "ann@x.org", "mail █████████ now", 1)]
    [InlineData("Ann and Ann, not ann", "Ann", "███ and ███, not ann", 2)]
    [InlineData("aaaa", "aaa", "███a", 1)]
    [InlineData("none here", "Ann", "none here", 0)]
    [InlineData("wave 👋👋👋 👋👋", "👋👋", "wave ████👋 ████", 2)]
    [InlineData("", "Ann", "", 0)]
    public void Text_IsReplacedByAMaskOfItsLength(string text, string find, string expected, int expectedCount)
    {
        var count = 0;
        Assert.Equal((expected, expectedCount), (TextRedaction.InText(text, find, ref count), count));
        Assert.Equal(text.Length, expected.Length);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"I am Zoë"}]""", "Zoë", """[{"role":"user","content":"I am ███"}]""", 1)]
    [InlineData("""[{"content":"I am Zo\u00eb"}]""", "Zoë", """[{"content":"I am ███"}]""", 1)]
    [InlineData("""{"Zoë":1,"a":{"Zoë":true}}""", "Zoë", """{"███":1,"a":{"███":true}}""", 2)]
    [InlineData("""{"phone":4912345678,"n":1.50}""", "4912345678", """{"phone":"██████████","n":1.50}""", 1)]
    [InlineData("""{"a":"Zoë","a":"Zoë"}""", "Zoë", """{"a":"███","a":"███"}""", 2)]
    [InlineData("""{"arguments":"{\"name\":\"Zo\\u00eb\"}"}""", "Zoë", """{"arguments":"{\"name\":\"███\"}"}""", 1)]
    [InlineData("not JSON but Zoë", "Zoë", "not JSON but ███", 1)]
    [InlineData("{broken Zoë", "Zoë", "{broken ███", 1)]
    public void Json_IsRedactedInsideItsStrings(string json, string find, string expected, int expectedCount)
    {
        var count = 0;
        Assert.Equal((expected, expectedCount), (TextRedaction.InJson(json, find, ref count), count));
    }

    [Fact]
    public void Json_WithoutTheText_StaysAsItWas()
    {
        const string Json = """{ "a" : "\u0041",  "b": 1.0e2 }""";
        var count = 0;
        Assert.Same(Json, TextRedaction.InJson(Json, "Zoë", ref count));
        Assert.Null(TextRedaction.InJson(null, "Zoë", ref count));
        Assert.Equal(0, count);
    }
}
