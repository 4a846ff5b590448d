using System.Text.Json;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Tests.Redaction;

/// <summary>Texts in which nothing was found are remembered. That must never hide a finding.</summary>
public sealed class KnownTextTests
{
    private const string Code = "the customer number of this account is KX-ZZTOP, and it is given to nobody";

    [Fact]
    public void CleanText_OfOnePolicy_IsSearchedByAnother()
    {
        var own = TenantPattern.Parse("customer", "KX-[A-Z]+", out _)!;
        var json = JsonSerializer.Serialize(new { content = Code });
        for (var n = 0; n < 2; n++)
        {
            Assert.Same(json, Redactor(RedactionPolicy.Standard).Json(json));
            Assert.Contains("[CUSTOMER_1]", Redactor(new RedactionPolicy(KindNames.Standard, [own])).Json(json));
            Assert.Contains("[CUSTOMER_1]", Redactor(new RedactionPolicy(PersonalDataKinds.None, [own])).Json(json));
        }
    }

    /// <summary>Short texts of words are not searched for what has other characters. Patterns and names can be words.</summary>
    [Fact]
    public void ShortText_OfWords_IsSearchedForPatternsAndNames()
    {
        var own = TenantPattern.Parse("project", "blue heron", out _)!;
        const string Json = """{"note":"ask about blue heron","by":"My name is Anna Schmidt"}""";
        Assert.Same(Json, Redactor(RedactionPolicy.Standard).Json(Json));
        Assert.Contains("ask about [PROJECT_1]", Redactor(new RedactionPolicy(KindNames.Standard, [own])).Json(Json));
        var names = new RedactionPolicy(KindNames.Standard | PersonalDataKinds.Name, []);
        Assert.Contains("My name is [NAME_1]", Redactor(names).Json(Json));
    }

    [Fact]
    public void CleanValue_IsASecretUnderAnotherName()
    {
        const string Value = "b7QfLz0xVt4PnK2cYd8RmW6sHg3JuE5aTi9oNq1XkZvBwMyC";
        var note = JsonSerializer.Serialize(new { content = Value });
        var secret = JsonSerializer.Serialize(new { api_key = Value });
        for (var n = 0; n < 2; n++)
        {
            Assert.Same(note, Redactor(RedactionPolicy.Standard).Json(note));
            Assert.Equal("""{"api_key":"[SECRET_1]"}""", Redactor(RedactionPolicy.Standard).Json(secret));
        }
    }

    [Fact]
    public void Finding_IsReplacedEveryTime()
    {
        var json = JsonSerializer.Serialize(
            new[]
            {
                new { content = "a system prompt that is the same in all conversations of the day" },
                new { content = "please write to anna@example.org about the order of last week" },
                new { content = """{"to":"anna@example.org","about":"a text of JSON inside of the text of JSON"}""" },
            }
        );
        var first = Redactor(RedactionPolicy.Standard).Json(json)!;
        Assert.DoesNotContain("anna@", first);
        for (var n = 0; n < 3; n++)
            Assert.Equal(first, Redactor(RedactionPolicy.Standard).Json(json));
    }

    [Fact]
    public void ManyTextsAtOnce_FindWhatOneFinds() =>
        Parallel.For(
            0,
            120_000,
            n =>
            {
                var mail = n % 3 == 0 ? $"x{n}@example.org" : "nobody";
                var json = $$"""{"content":"text of the conversation with the number {{n / 2}}, sent to {{mail}}"}""";
                Assert.Equal(n % 3 == 0, Redactor(RedactionPolicy.Standard).Json(json)!.Contains("[EMAIL_1]", StringComparison.Ordinal));
            }
        );

    private static TextRedactor Redactor(RedactionPolicy policy) => new(policy, new SessionPlaceholders());
}
