using TriageConsole.Core.Patterns;
using TriageConsole.Core.Retraining;

namespace TriageConsole.Core.Tests.Retraining;

/// <summary>The choice: prompt or retrieval first, a fine-tune last, and nothing for what no training repairs.</summary>
public sealed class RepairChoiceTests
{
    [Theory]
    [InlineData(SuggestedAction.FixPrompt, RepairKind.Prompt)]
    [InlineData(SuggestedAction.FixPromptOrRetrieval, RepairKind.Prompt)]
    [InlineData(SuggestedAction.LimitLength, RepairKind.Prompt)]
    [InlineData(SuggestedAction.FixRetrieval, RepairKind.Retrieval)]
    [InlineData(SuggestedAction.FineTune, RepairKind.FineTune)]
    [InlineData(SuggestedAction.FixTool, null)]
    [InlineData(SuggestedAction.FixServing, null)]
    [InlineData(SuggestedAction.RollBackOrPin, null)]
    [InlineData(SuggestedAction.RedesignTask, null)]
    [InlineData(SuggestedAction.RetryAndCheck, null)]
    public void Repair_FollowsTheSuggestedAction(string action, RepairKind? expected)
    {
        var choice = RepairChoice.Of(action, "Do it.");
        Assert.Equal(expected, choice.Repair);
        Assert.StartsWith("Do it.", choice.Reason, StringComparison.Ordinal);
        Assert.Equal(expected == RepairKind.FineTune, choice.Refusal(RepairKind.FineTune) is null);
        Assert.Null(choice.Refusal(RepairKind.Prompt));
        Assert.Null(choice.Refusal(RepairKind.Retrieval));
    }
}
