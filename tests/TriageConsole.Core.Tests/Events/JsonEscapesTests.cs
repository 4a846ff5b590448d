using System.Text;
using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Tests.Events;

public sealed class JsonEscapesTests
{
    private static string Storable(string json) => Encoding.UTF8.GetString(JsonEscapes.Storable(Encoding.UTF8.GetBytes(json)).Span);

    [Theory]
    [InlineData("""{"a":"x\u0000y"}""", """{"a":"x\ufffdy"}""")]
    [InlineData("""{"\u0000":1}""", """{"\ufffd":1}""")]
    [InlineData("""["\ud83d"]""", """["\ufffd"]""")]
    [InlineData("""["\uDE00\uD83D"]""", """["\ufffd\ufffd"]""")]
    [InlineData("""["\ud83d\ud83d\ude00"]""", """["\ufffd\ud83d\ude00"]""")]
    [InlineData("""["\ud83d\n\ude00"]""", """["\ufffd\n\ufffd"]""")]
    [InlineData("""["\\u0000"]""", """["\\u0000"]""")]
    [InlineData("""["\\\u0000"]""", """["\\\ufffd"]""")]
    [InlineData("""["\\\\u0000\u0000"]""", """["\\\\u0000\ufffd"]""")]
    [InlineData("""["\u00e9\ud83d\ude00"]""", """["\u00e9\ud83d\ude00"]""")]
    [InlineData("""["\u12""", """["\u12""")]
    [InlineData("""["\ud83d""", """["\ufffd""")]
    public void Storable_UnstorableEscapes_AreReplaced(string json, string expected) => Assert.Equal(expected, Storable(json));

    [Fact]
    public void Storable_WithoutSuchEscapes_ReturnsTheSameMemory()
    {
        var json = Encoding.UTF8.GetBytes("""{"a":"\u00e9 \\u0000"}""");
        Assert.True(JsonEscapes.Storable(json).Equals((ReadOnlyMemory<byte>)json));
    }

    [Fact]
    public void Storable_AnyEscapes_CanBeParsed()
    {
        var random = new Random(5);
        string[] parts = ["\\ud83d", "\\ude00", "\\u0000", "\\\\", "\\n", "u0000", "a", "\\u0041", "é"];
        for (var n = 0; n < 5000; n++)
        {
            using var read = JsonDocument.Parse(
                Storable($"[\"{string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)]))}\"]")
            );
            var text = read.RootElement[0].GetString()!;
            Assert.Equal(text, Texts.Storable(text));
        }
    }
}
