using TriageConsole.Core.Reports;

namespace TriageConsole.Core.Tests.Reports;

public sealed class NextStepTests
{
    [Fact]
    public void Steps_AreOrderedByUrgency_ThenByValue_AndCut()
    {
        NextStep[] steps =
        [
            new(NextStepKind.GoldenItems, "golden", "", ""),
            new(NextStepKind.Pattern, "small", "", "", 2),
            new(NextStepKind.Pattern, "large", "", "", 9),
            new(NextStepKind.Pattern, "also small", "", "", 2),
            new(NextStepKind.ReadyRelease, "ready", "", ""),
            new(NextStepKind.Regression, "regression", "", ""),
        ];
        Assert.Equal(["regression", "ready", "large", "also small", "small", "golden"], NextStep.Rank(steps, 9).Select(s => s.Text));
        Assert.Equal(["regression", "ready"], NextStep.Rank(steps, 2).Select(s => s.Text));
    }
}
