using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Tests.Events;

/// <summary>JSON that an older version stored can still be read: unpaired surrogates, NUL, any depth.</summary>
public sealed class StoredJsonTests
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = StoredJson.MaxDepth };

    [Theory]
    [InlineData(@"""half \ud83d here""", "half � here")]
    [InlineData(@"""\ude80 low first""", "� low first")]
    [InlineData(@"""\uD83D\uDE80 whole""", "🚀 whole")]
    [InlineData(@"""\ud83d\ud83d\ude80""", "�🚀")]
    [InlineData(@"""\ud83d\\ude80""", @"�\ude80")]
    [InlineData(@"""\\ud83d stays text""", @"\ud83d stays text")]
    [InlineData(@"""\\\ud83d""", @"\�")]
    [InlineData(@"""nul \u0000 end""", "nul � end")]
    [InlineData(@"""\ud83d""", "�")]
    [InlineData(@"""\u00e9\n""", "é\n")]
    public void Parse_UnpairedSurrogatesInText_AreReplaced(string json, string expected)
    {
        using var document = StoredJson.Parse(json);
        Assert.Equal(expected, document!.RootElement.GetString());
    }

    [Fact]
    public void Parse_UnpairedSurrogatesInNames_AreReplaced()
    {
        using var document = StoredJson.Parse(@"{""a\udc00"":{""\ud800"":1},""ok"":2}");
        Assert.Equal(["a�", "ok"], document!.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Contains("2", JsonSerializer.Serialize(document.RootElement), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(200)]
    [InlineData(1000)]
    public void Element_DeepJson_IsRead(int levels)
    {
        var element = StoredJson.Element(new string('[', levels) + new string(']', levels));
        Assert.Equal(JsonValueKind.Array, element!.Value.ValueKind);
        Assert.Equal(2 * levels, JsonSerializer.Serialize(element, Deep).Length);
    }

    [Fact]
    public void Element_InvalidJson_IsAText()
    {
        Assert.Null(StoredJson.Parse("{broken"));
        Assert.Null(StoredJson.Element(null));
        Assert.Equal("{broken \uFFFD", StoredJson.Element("{broken \ud83d")!.Value.GetString());
    }
}
