using TriageConsole.Features.Workflows;

namespace TriageConsole.Components.Tests.Workflows;

public sealed class SignalWeightsCardTests : ComponentTest
{
    private readonly WorkflowForm form = new() { SignalWeights = WeightNames.All.ToDictionary(w => w.Key, _ => 0.2) };

    [Fact]
    public void Weights_AreListed_UntilSomebodyChangesThem()
    {
        (form.SignalWeights["retry"], form.RoleWeights) = (0.35, "intern = 0.5\n expert = 1\n");
        var card = Show();
        Assert.Empty(card.FindAll("input, textarea"));
        Assert.Contains("Asked again", card.Markup, StringComparison.Ordinal);
        Assert.Contains(card.FindAll("dd"), d => d.TextContent == "0.35");
        Assert.Contains(card.FindAll("dd"), d => d.TextContent == "intern = 0.5, expert = 1");
        Assert.Equal(2, card.FindAll("dd").Count(d => d.TextContent == "defaults"));

        card.Find("button").Click();

        Assert.Equal(WeightNames.All.Count, card.FindAll("input").Count);
        card.FindAll("input")[0].Input("0.9");
        Assert.Equal(0.9, form.SignalWeights[WeightNames.All[0].Key]);
        Assert.Empty(card.FindAll("dl"));
    }

    [Theory]
    [InlineData(nameof(WorkflowForm.SignalWeights))]
    [InlineData(nameof(WorkflowForm.FeedbackScales))]
    public void FieldWithAnError_IsShown(string field)
    {
        var card = Show(f => f == field ? "It is wrong." : null);
        Assert.NotEmpty(card.FindAll("input"));
        Assert.Contains("It is wrong.", card.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<SignalWeightsCard> Show(Func<string, FieldMessage?>? problem = null) =>
        Render<SignalWeightsCard>(p => p.Add(c => c.Form, form).Add(c => c.Problem, problem ?? (_ => null)));
}
