using TriageConsole.Components.Tests.Releases;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Components.Tests.Home;

public sealed class SetUpCardTests : ComponentTest
{
    private readonly WorkflowForm form = new();

    [Fact]
    public async Task Proposal_FillsMetricDirectionAndUnit()
    {
        var card = Open(new OutcomeProposal("escalated", 400, 0.2, true, OutcomeDirection.LowerIsBetter));
        Assert.Contains("lower is better according to signals", card.Markup, StringComparison.Ordinal);
        await card.Find("button").ClickAsync(new());
        Assert.Equal(("escalated", OutcomeDirection.LowerIsBetter, "cases"), (form.OutcomeMetric, form.OutcomeDirection, form.OutcomeUnit));
        Assert.True(card.Find("button").HasAttribute("disabled"));
    }

    [Fact]
    public void WithoutOutcomes_SaysWhatToSend() => Assert.Contains("outcome_metric_name", Open().Markup, StringComparison.Ordinal);

    [Fact]
    public void Direction_FollowsFromSignals_OrIsNotDecisive()
    {
        Assert.Equal(OutcomeDirection.HigherIsBetter, Direction(new(200, 180, 180), new(100, 20, 20)));
        Assert.Equal(OutcomeDirection.LowerIsBetter, Direction(new(200, 20, 20), new(100, 80, 80)));
        Assert.Null(Direction(new(20, 10, 10), new(20, 11, 11)));
        Assert.Null(OutcomeProposals.Of("none", [("0", default)]));
    }

    private static OutcomeDirection? Direction(OutcomeSums few, OutcomeSums many) =>
        OutcomeProposals.Of("x", [("0", few), ("3", many)])!.Direction;

    private IRenderedComponent<SetUpCard> Open(params OutcomeProposal[] proposals) =>
        Render<SetUpCard>(p => p.Add(c => c.Workflow, ReleaseSamples.Workflow).Add(c => c.Form, form).Add(c => c.Proposals, proposals));
}
