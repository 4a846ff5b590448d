using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

/// <summary>The published examples of RFC 8785, and what has no canonical form.</summary>
public sealed class CanonicalJsonTests
{
    private static string Of(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    /// <summary>Sections 3.2.2 to 3.2.4.</summary>
    [Fact]
    public void Of_PublishedExample_GivesThePublishedBytes()
    {
        const string json = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string published =
            "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e33333333333333"
            + "2c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d";
        Assert.Equal(published, Convert.ToHexStringLower(CanonicalJson.Of(Encoding.UTF8.GetBytes(json))));
    }

    /// <summary>Section 3.2.3: by UTF-16 code units the emoji is before U+FB33, by code points it would be after it.</summary>
    [Fact]
    public void Of_PublishedNames_AreSortedByCodeUnits()
    {
        const string json = """
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
                + "\"€\":\"Euro Sign\",\"\U0001F600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Of(json)
        );
    }

    /// <summary>Appendix B.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Number_PublishedBits_GivesThePublishedText(string bits, string text) =>
        Assert.Equal(text, CanonicalJson.Number(Double(bits)));

    [Theory]
    [InlineData("4340000000000001", "9007199254740994")]
    [InlineData("3ff0000000000000", "1")]
    [InlineData("4059000000000000", "100")]
    [InlineData("bfe0000000000000", "-0.5")]
    [InlineData("3fb999999999999a", "0.1")]
    public void Number_OtherBits_GivesTheShortestText(string bits, string text) => Assert.Equal(text, CanonicalJson.Number(Double(bits)));

    [Theory]
    [InlineData("7fffffffffffffff")]
    [InlineData("7ff0000000000000")]
    [InlineData("fff0000000000000")]
    public void Number_NotFinite_IsRefused(string bits) => Assert.Throws<FormatException>(() => CanonicalJson.Number(Double(bits)));

    [Fact]
    public void Number_AnyDouble_ParsesToTheSameDouble() =>
        Prop.ForAll(
                ArbMap
                    .Default.GeneratorFor<int>()
                    .Select(seed => BitConverter.Int64BitsToDouble(new Random(seed).NextInt64(long.MinValue, long.MaxValue)))
                    .Where(double.IsFinite)
                    .ToArbitrary(),
                number => Assert.Equal(number, double.Parse(CanonicalJson.Number(number), CultureInfo.InvariantCulture))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Number_OtherCulture_HasNoEffect()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("-1234567.5", CanonicalJson.Number(-1234567.5));
            Assert.Equal("1.5e-7", CanonicalJson.Number(0.00000015));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(""" "\b\t\n\f\r\u0000\u001F\u007f\/<>&\u2028" """, "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f/<>&\u2028\"")]
    [InlineData(" [ ] ", "[]")]
    [InlineData(" { } ", "{}")]
    [InlineData("""{"b":[{"z":1,"a":-0}],"a":1.0}""", """{"a":1,"b":[{"a":0,"z":1}]}""")]
    [InlineData("""{"aa":1,"a":2,"A":3,"":4}""", """{"":4,"A":3,"a":2,"aa":1}""")]
    public void Of_OtherValues_HaveMinimalEscapesAndNoWhiteSpace(string json, string canonical) => Assert.Equal(canonical, Of(json));

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"b":2,"\u0061":3}""")]
    [InlineData("""[{"x":{"a":1,"a":2}}]""")]
    public void Of_NameTwice_IsRefused(string json) =>
        Assert.Equal("An object has the name 'a' twice.", Assert.Throws<FormatException>(() => Of(json)).Message);

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\ude00\\ud83d\"")]
    [InlineData("[\"a\\ud83dz\"]")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("")]
    [InlineData("{\"a\":1,}")]
    [InlineData("1 2")]
    [InlineData("\ufeff1")]
    [InlineData("01")]
    [InlineData("NaN")]
    public void Of_NoCanonicalForm_IsRefused(string json) => Assert.Throws<FormatException>(() => Of(json));

    [Fact]
    public void Of_InvalidUtf8_IsRefused() => Assert.Throws<FormatException>(() => CanonicalJson.Of(new byte[] { 0x22, 0xC3, 0x28, 0x22 }));

    [Fact]
    public void Of_TooDeep_IsRefused()
    {
        var deepest = new string('[', CanonicalJson.MaxDepth) + new string(']', CanonicalJson.MaxDepth);
        Assert.Equal(deepest, Of(deepest));
        Assert.Throws<FormatException>(() => Of($"[{deepest}]"));
        using var deeper = JsonDocument.Parse($"[{deepest}]", new JsonDocumentOptions { MaxDepth = 100 });
        Assert.Throws<FormatException>(() => CanonicalJson.Of(deeper.RootElement));
        Assert.Throws<FormatException>(() => CanonicalJson.Of(default(JsonElement)));
    }

    [Fact]
    public void Of_CanonicalForm_IsUnchanged() =>
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<(string?, double, int)[]>().ToArbitrary(),
                values =>
                {
                    // The serializer replaces half surrogate pairs.
                    var json = JsonSerializer.Serialize(
                        values
                            .Where(v => double.IsFinite(v.Item2))
                            .Select(v => new Dictionary<string, object?>
                            {
                                ["z"] = v.Item1,
                                ["a"] = v.Item2,
                                [$"k{v.Item3}"] = v.Item3,
                            })
                    );
                    var once = Of(json);
                    Assert.Equal(once, Of(once));
                    using var document = JsonDocument.Parse(json);
                    using var canonical = JsonDocument.Parse(once);
                    Assert.True(JsonElement.DeepEquals(Normalized(document), Normalized(canonical)));
                }
            )
            .QuickCheckThrowOnFailure();

    private static double Double(string bits) => BinaryPrimitives.ReadDoubleBigEndian(Convert.FromHexString(bits));

    /// <summary>Numbers as doubles: DeepEquals compares decimal texts.</summary>
    private static JsonElement Normalized(JsonDocument document) =>
        JsonSerializer.SerializeToElement(
            document
                .RootElement.EnumerateArray()
                .Select(o =>
                    o.EnumerateObject()
                        .ToDictionary(
                            p => p.Name,
                            p => p.Value.ValueKind == JsonValueKind.Number ? p.Value.GetDouble() + 0.0 : (object?)p.Value
                        )
                )
        );
}
