using TriageConsole.Data.Patterns;
using TriageConsole.Features.DataHealth;

namespace TriageConsole.Tests.DataHealth;

/// <summary>Findings about served models, and about metrics that several models mix.</summary>
public sealed class ModelFindingTests : FindingsTestBase
{
    [Theory]
    [InlineData("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", true)]
    [InlineData("azure/gpt-4o-2024-11-20", "gpt-4o", true)]
    [InlineData("ft:gpt-4.1-2025-04-14:sierra:tau2:Bz", "gpt-4.1", true)]
    [InlineData("gpt-4.1-ft-tau2-full-sft", "gpt-4.1-2025-04-14", true)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5", true)]
    [InlineData("qwen2.5", "ollama_chat/qwen2.5:7b", true)]
    [InlineData("gpt-4.1", "gpt-4.1-mini-2025-04-14", false)]
    [InlineData("gpt-4", "gpt-4o", false)]
    [InlineData("gpt-4", "gpt-4.1", false)]
    [InlineData("gpt-4", "gpt-4-0613", true)]
    [InlineData("claude-sonnet-4", "claude-sonnet-4-5", false)]
    [InlineData("claude-opus-4-6", "deepseek-chat", false)]
    [InlineData("", "gpt-4o", false)]
    public void Same_OfTwoNames_IsTrueOnlyForTheSameModel(string declared, string served, bool same) =>
        Assert.Equal((same, same), (ModelNames.Same(declared, served), ModelNames.Same(served, declared)));

    [Fact]
    public async Task ServedModel_WithAProductName_IsNotCompared()
    {
        var found = await FindAsync(Lines(200, (n, _) => "\"model_id\":\"house-agent\",\"served_model\":\"gpt-4o\""));
        Assert.Empty(found);
    }

    [Fact]
    public async Task ServedModel_OfAFewPercent_IsOnlyANotice()
    {
        var found = await FindAsync(
            Lines(200, (n, _) => $"\"model_id\":\"gpt-4o\",\"served_model\":\"{(n % 10 == 0 ? "gpt-4o-mini" : "gpt-4o-2024-11-20")}\"")
        );
        Assert.Equal((FindingKind.ServedModel, FindingLevel.Notice), (Assert.Single(found).Kind, found[0].Level));
    }

    [Fact]
    public async Task Mixed_Currencies_AreNamed()
    {
        var found = await FindAsync(
            Lines(
                300,
                (n, _) =>
                    $"\"model_id\":\"m{(n < 200 ? 1 : 2)}\",\"metadata\":{{\"cost\":0.01,\"currency\":\"{(n < 200 ? "USD" : "EUR")}\"}}"
            )
        );
        Assert.Contains(
            "2 currencies: USD (200 interactions) and EUR (100 interactions, of m2@v1)",
            Assert.Single(found, f => f.Kind == FindingKind.MixedMetrics).Explanation,
            StringComparison.Ordinal
        );
    }
}
