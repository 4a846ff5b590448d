using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Tests.Redaction;

public sealed class TextRedactorTests
{
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextRedactor redactor = new(RedactionPolicy.Standard, new SessionPlaceholders());

    [Fact]
    public void JsonInAString_IsSearchedByItsValues()
    {
        // As a plain text, the quotation marks around the street hide where it begins.
        const string Order = """{"content":"{\"address1\": \"537 Main Street\", \"zip\": [1]}"}""";
        Assert.Equal("""{"content":"{\"address1\": \"[ADDRESS_1]\", \"zip\": [1]}"}""", redactor.Json(Order));
    }

    [Fact]
    public void EarlierNumbers_AreKept_AndNewValuesGetTheNext()
    {
        var earlier = new EarlierPlaceholders(
            new Dictionary<(string, string), int> { [("EMAIL", "#b@example.org")] = 1, [("EMAIL", "#c@example.org")] = 4 },
            value => "#" + value
        );
        var session = new SessionPlaceholders(earlier);
        var text = new TextRedactor(RedactionPolicy.Standard, session).Text("a@example.org, b@example.org, d@example.org, a@example.org");
        Assert.Equal("[EMAIL_5], [EMAIL_1], [EMAIL_6], [EMAIL_5]", text);
        Assert.Equal(["a@example.org", "d@example.org"], session.Numbers.Where(n => !session.IsKnown(n.Key)).Select(n => n.Key.Value));
    }

    [Fact]
    public void EqualValues_HaveOnePlaceholder()
    {
        Assert.Equal("[EMAIL_1] and [EMAIL_2], again [EMAIL_1]", redactor.Text("anna@x.org and bo@x.org, again ANNA@X.ORG"));
        Assert.Equal("Call [PHONE_1] or [PHONE_1]", redactor.Text("Call +49 30 901820 or +49 (30) 90-18-20"));
        Assert.Equal(["email", "phone"], redactor.Flags);
    }

    [Fact]
    public void CleanText_IsTheSameInstance()
    {
        var text = "Where is my order {\"id\": 12}?";
        Assert.Same(text, redactor.Text(text));
        var json = "[{\"role\":\"user\",\"content\":\"a \\\"b\\\" c\"}]";
        Assert.Same(json, redactor.Json(json));
    }

    /// <summary>Words alone are not searched in JSON. Whatever is found in a text must be found in it as a value of JSON too.</summary>
    [Fact]
    public void ShortValues_AreRedactedInJson_AsTheyAreAsTexts()
    {
        string[] names = ["note", "password", "api_key", "PWD", "city", "user token"];
        string[] parts =
        [
            "password",
            "is",
            "HunterTwo",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "New",
            "York",
            "hunter_two",
            "Qw!Er",
            "bearer",
            "KEY",
            "-----BEGIN RSA PRIVATE KEY-----",
            "a",
            "(Ab)",
            "x@y.org",
            "'",
            ":",
            "=",
            "4",
            "www.example.org",
            "é",
            "\n",
        ];
        string[] joints = ["", " ", "_", ", "];
        var random = new Random(20261128);
        var (kept, replaced) = (0, 0);
        for (var n = 0; n < 20_000; n++)
        {
            var name = names[random.Next(names.Length)];
            var joint = joints[random.Next(joints.Length)];
            var text = string.Join(joint, Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)]));
            var alone = new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders()).Text(text, name);
            var inside = new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders()).Json(
                JsonSerializer.Serialize(new Dictionary<string, string> { [name] = text }, AsSent)
            )!;
            Assert.Equal((name, alone), (name, JsonDocument.Parse(inside).RootElement.GetProperty(name).GetString()));
            (kept, replaced) = ReferenceEquals(alone, text) ? (kept + 1, replaced) : (kept, replaced + 1);
        }

        Assert.True(kept > 2_000 && replaced > 2_000, $"{kept} kept, {replaced} replaced");
    }

    [Fact]
    public void SecretsInJsonInStrings_AreRedacted_AndItStaysJson()
    {
        var inner = JsonSerializer.Serialize(
            new
            {
                user = "anna@x.org",
                card = 4111111111111111,
                note = "line\n4111 1111 1111 1111",
            }
        );
        var middle = JsonSerializer.Serialize(new { arguments = inner, password = "hunter2!x" });
        var outer = JsonSerializer.Serialize(new[] { new { role = "tool", content = middle } });
        var redacted = redactor.Json(outer)!;
        using var document = JsonDocument.Parse(redacted);
        using var content = JsonDocument.Parse(document.RootElement[0].GetProperty("content").GetString()!);
        using var arguments = JsonDocument.Parse(content.RootElement.GetProperty("arguments").GetString()!);
        Assert.Equal("[SECRET_1]", content.RootElement.GetProperty("password").GetString());
        Assert.Equal("[EMAIL_1]", arguments.RootElement.GetProperty("user").GetString());
        Assert.Equal("[CARD_1]", arguments.RootElement.GetProperty("card").GetString());
        Assert.Equal("line\n[CARD_1]", arguments.RootElement.GetProperty("note").GetString());
    }

    [Fact]
    public void EscapedJson_IsReadBeforeTheSearch() =>
        Assert.Equal(
            "{\"a\":\"\\\"[EMAIL_1]\\\"\",\"[EMAIL_1]\":1}",
            redactor.Json("{\"a\":\"\\\"\\u0061nna\\u0040x.org\\\"\",\"anna@x.org\":1}")
        );

    [Fact]
    public void Numbers_KeepTheirDigits() =>
        Assert.Equal(
            "{\"a\":1.0000000000000000001,\"b\":\"[EMAIL_1]\" }",
            redactor.Json("{\"a\":1.0000000000000000001,\"b\":\"anna@x.org\" }")
        );

    [Fact]
    public void BrokenJson_IsRedactedAsText()
    {
        var broken = Encoding.UTF8.GetBytes("{\"user_id\": \"anna@x.org\", ");
        Assert.Equal("{\"user_id\": \"[EMAIL_1]\", ", Encoding.UTF8.GetString(redactor.Json((ReadOnlyMemory<byte>)broken).Span));
    }

    [Fact]
    public void QueryOfUrl_IsRedactedInside() =>
        Assert.Equal(
            "https://shop.example/a?mail=[EMAIL_1]&token=[SECRET_1]&page=2",
            redactor.Text("https://shop.example/a?mail=anna%40x.org&token=9f86d081884c7d659a2feaa0c55ad015&page=2")
        );

    [Fact]
    public void KeysOfTheContract_AreHashed()
    {
        var hash = new KeyedHash(new byte[32]);
        var keyed = new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders()) { HashKey = hash.Key };
        var redacted = keyed.Json("{\"user_id\":\"anna@x.org\",\"trace_id\":\"t-1\",\"input\":\"anna@x.org\"}");
        Assert.Equal($"{{\"user_id\":\"{hash.Key("anna@x.org")}\",\"trace_id\":\"t-1\",\"input\":\"[EMAIL_1]\"}}", redacted);
    }

    [Theory]
    [InlineData("anna@example.org", true)]
    [InlineData("user:+49 30 901820", true)]
    [InlineData("078-05-1120", true)]
    [InlineData("203.0.113.9", true)]
    [InlineData("order-555-123-4567", false)]
    [InlineData("8f14e45fceea167a5a36dedd4bea2543", false)]
    [InlineData("550e8400-e29b-41d4-a716-446655440000", false)]
    [InlineData("1777888200005", false)]
    [InlineData("2026-11-26T15:00:00Z", false)]
    [InlineData("user-12345678", false)]
    public void PersonalKeys_AreRecognized(string key, bool expected) => Assert.Equal(expected, JoinKeys.IsPersonal(key));

    [Fact]
    public void Hash_IsStable_AndNotPersonal()
    {
        var hash = new KeyedHash([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var once = hash.Stored("Anna@example.org")!;
        Assert.Equal(once, hash.Stored("anna@example.org"));
        Assert.Equal(once, hash.Stored(once));
        Assert.Equal("t-1", hash.Stored("t-1"));
    }
}
