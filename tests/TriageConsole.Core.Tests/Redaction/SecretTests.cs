using System.Text.Json;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Tests.Redaction;

/// <summary>Tokens of known issuers, passwords and keys after their words: what is found and what stays.</summary>
public sealed class SecretTests
{
    private const string Hex32 = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Mixed = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP2rS5uV8xA1cD4fG7iL0oQ3tU6wX9zB2eH5kN8qT1wZ4";

    [Theory]
    // Without digits.
    [InlineData("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")]
    [InlineData("ghp_OwAJiecAHjIxfihVLEjBWSqLkQgnFCXtkPaB")]
    [InlineData("AKIAIOSFODNNQEXAMPLE")]
    // With other beginnings, lengths and alphabets.
    [InlineData("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw3")]
    [InlineData("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs")]
    [InlineData("xoxe-1-My0xLTI3NDQ2MDI0")]
    [InlineData("xoxd-aB3dE6gH9jK2%2BmN5pQ8")]
    [InlineData("hooks.slack.com/services/T01ABCDEF/B01ABCDEF/aB3dE6gH9jK2mN5pQ8sT1vW4")]
    [InlineData("abc8Q~aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3h")]
    [InlineData("ABSK" + Mixed + "+/==")]
    [InlineData("AQ.Ab8RN6aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6")]
    [InlineData("1//0aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP")]
    [InlineData("dapi" + Hex32)]
    [InlineData("doo_v1_" + Hex32 + Hex32)]
    [InlineData("HRKU-AAaB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP2rS5")]
    [InlineData("SK" + Hex32)]
    [InlineData("rk_test_aB3dE6gH9jK2mN5pQ8sT1vW4")]
    [InlineData("hvs.CAESIaB3dE6gH9jK2mN5pQ8sT1vW4")]
    [InlineData("ATATT3xFfGF0" + Mixed + "=1A2B3C4D")]
    [InlineData("gldt-aB3dE6gH9jK2mN5pQ8sT")]
    [InlineData("glpat-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7.01.0a1b2c3d4")]
    [InlineData("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")]
    [InlineData("lsv2_pt_" + Hex32 + "_0123456789")]
    [InlineData("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")]
    [InlineData("tck_0123456789abcdef_" + Hex32 + Hex32)]
    [InlineData("tcp_0123456789abcdef_" + Hex32 + Hex32)]
    public void Token_IsFound_AlsoInAShortValueOfJson(string token)
    {
        Assert.Equal($"use {token} now", $"use {Only($"use {token} now")} now");
        var redactor = new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders());
        Assert.Equal("""{"note":"use [SECRET_1]"}""", redactor.Json(JsonSerializer.Serialize(new { note = $"use {token}" }, Relaxed)));
    }

    [Fact]
    public void SignatureOfAnAddress_IsFound()
    {
        const string Signature = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP2r%3D";
        Assert.Equal(Signature, Only($"https://x.blob.core.windows.net/c/b?sv=2022-11-02&sig={Signature}"));
    }

    [Theory]
    [InlineData("**Password:** hunter2!x", "hunter2!x")]
    [InlineData("**Password**: hunter2!x", "hunter2!x")]
    [InlineData("Password: **hunter2!x**", "hunter2!x")]
    [InlineData("Password: **hunter2!x**.", "hunter2!x")]
    [InlineData("my password is: hunter2!x", "hunter2!x")]
    [InlineData("my password is hunter2!x", "hunter2!x")]
    [InlineData("""{"password":"12345678", """, "12345678")]
    public void Password_IsFound(string text, string expected) => Assert.Equal(expected, Only(text));

    [Theory]
    [InlineData("""{"password":"12345678"}""", """{"password":"[SECRET_1]"}""")]
    [InlineData("""{"pwd":12345678}""", """{"pwd":"[SECRET_1]"}""")]
    [InlineData("""{"password_age":"12345678"}""", """{"password_age":"12345678"}""")]
    [InlineData("""{"tokenizer":"meta-llama/Llama-3.1-8B-Instruct"}""", """{"tokenizer":"meta-llama/Llama-3.1-8B-Instruct"}""")]
    [InlineData("""{"max_tokens":"claude-sonnet-4-20250514"}""", """{"max_tokens":"claude-sonnet-4-20250514"}""")]
    [InlineData("""{"tokenSecret":"9f86d081884c7d659a2feaa0"}""", """{"tokenSecret":"[SECRET_1]"}""")]
    public void NameOfProperty_Decides(string json, string expected) =>
        Assert.Equal(expected, new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders()).Json(json));

    [Theory]
    [InlineData("token: " + Hex32)]
    [InlineData("token " + Hex32)]
    [InlineData("**Token:** `" + Hex32 + "`")]
    [InlineData("the secret key: " + Hex32)]
    [InlineData("API key for production: " + Hex32)]
    [InlineData("my api key is " + Hex32)]
    [InlineData("api_key_2=" + Hex32)]
    [InlineData("Authorization: Token " + Hex32)]
    [InlineData("{\\\"api_key\\\":\\\"" + Hex32 + "\\\"}")]
    [InlineData("Set-Cookie: session=" + Hex32 + "; Path=/")]
    [InlineData("const token: string = \"" + Hex32 + "\"")]
    [InlineData("<token>" + Hex32 + "</token>")]
    public void KeyAfterItsWord_IsFound(string text) => Assert.Equal(Hex32, Only(text));

    [Theory]
    [InlineData("tokens=512 model=claude-sonnet-4-20250514")]
    [InlineData("token count: 20 for trace 4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("tokenizer: meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData("TOKENS: claude-sonnet-4-20250514")]
    [InlineData("the password is: required")]
    [InlineData("**Password:** required, Password: ****, password: ********x1")]
    [InlineData("password attempts: 12345678")]
    [InlineData("secret_managerServiceAccountCredentialsProviderFactoryBean")]
    [InlineData("hf_model_of_the_day_with_a_very_long_name and npm_config_registry_of_the_whole_company")]
    [InlineData("sk-learn-style-pipeline-for-text, ASIAPACIFICREGIONAL, ABSKILLED, dapimethod, 1//0")]
    [InlineData("sig=inspect.signature, Q~A, x1Q~short, eyJ.eyJ.")]
    [InlineData("https://example.org/a/12345678:443")]
    public void SimilarText_IsNotFound(string text) => Assert.Empty(PersonalDataFinder.Find(text, PersonalDataKinds.Secret));

    [Theory]
    [InlineData("eyJ.")]
    [InlineData("1//0 ")]
    [InlineData("1//0")]
    [InlineData("sk-")]
    [InlineData("1Q~")]
    [InlineData("12345678:")]
    [InlineData("token=a=")]
    [InlineData("password**")]
    [InlineData("\\n1")]
    [InlineData("ip:2001:")]
    [InlineData("1.2.3.4-")]
    public async Task LargeTexts_TakeLinearTime(string part)
    {
        // A quadratic search of a million characters would take many minutes.
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var search = Task.Run(
            () => PersonalDataFinder.Find(text, (PersonalDataKinds)((1 << 11) - 1)),
            TestContext.Current.CancellationToken
        );
        await search.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Only(string text)
    {
        var finding = Assert.Single(PersonalDataFinder.Find(text, PersonalDataKinds.Secret));
        return text.Substring(finding.Start, finding.Length);
    }
}
