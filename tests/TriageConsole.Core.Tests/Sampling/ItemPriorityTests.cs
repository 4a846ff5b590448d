using TriageConsole.Core.Sampling;

namespace TriageConsole.Core.Tests.Sampling;

public sealed class ItemPriorityTests
{
    [Fact]
    public void Value_EqualsTheFormula()
    {
        Assert.Equal(0.5 * 2 * 30, new ItemPriority(0.5, 2, 30).Value, 12);
        Assert.Equal(0.5 * 2 * 30 / 2, new ItemPriority(0.5, 2, 30, LabelsInPattern: 20).Value, 12);
    }

    [Fact]
    public void Explain_HasNumbersAndStrongestReasons() =>
        Assert.Equal(
            "Suspicion score 0.50 × segment weight 2 × value at stake 30 a week = 30.00. Signals: thumbs down 0.40, retry 0.10.",
            new ItemPriority(0.5, 2, 30).Explain([("thumbs_down", 0.4), ("retry", 0.1)])
        );
}
