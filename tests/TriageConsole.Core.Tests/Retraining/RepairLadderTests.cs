using TriageConsole.Core.Patterns;
using TriageConsole.Core.Retraining;

namespace TriageConsole.Core.Tests.Retraining;

/// <summary>The ladder: prompt or retrieval first, a fine-tune last, and nothing for what no training repairs.</summary>
public sealed class RepairLadderTests
{
    [Theory]
    [InlineData(SuggestedAction.FixPrompt, RepairRung.Prompt)]
    [InlineData(SuggestedAction.FixPromptOrRetrieval, RepairRung.Prompt)]
    [InlineData(SuggestedAction.LimitLength, RepairRung.Prompt)]
    [InlineData(SuggestedAction.FixRetrieval, RepairRung.Retrieval)]
    [InlineData(SuggestedAction.FineTune, RepairRung.FineTune)]
    [InlineData(SuggestedAction.FixTool, null)]
    [InlineData(SuggestedAction.FixServing, null)]
    [InlineData(SuggestedAction.RollBackOrPin, null)]
    [InlineData(SuggestedAction.RedesignTask, null)]
    [InlineData(SuggestedAction.RetryAndCheck, null)]
    public void Rung_FollowsTheSuggestedAction(string action, RepairRung? expected)
    {
        var ladder = RepairLadder.Of(action, "Do it.");
        Assert.Equal(expected, ladder.Rung);
        Assert.StartsWith("Do it.", ladder.Reason, StringComparison.Ordinal);
        Assert.Equal(expected == RepairRung.FineTune, ladder.Refusal(RepairRung.FineTune) is null);
        Assert.Null(ladder.Refusal(RepairRung.Prompt));
        Assert.Null(ladder.Refusal(RepairRung.Retrieval));
    }
}
