using TriageConsole.Features.Interactions;

namespace TriageConsole.Components.Tests.Interactions;

public sealed class StepRowTests : ComponentTest
{
    private const string Context =
        """{"metadata":{"steps":[{"step":1,"kind":"agent","name":"refunds"},{"step":2,"kind":"tool","parent":1,"tool":"find_order","duration_ms":12,"error":"timeout","input":"<b>A-1</b>"},5,{"step":4}]}}""";

    [Fact]
    public void Read_StepsOfTheContext_HaveDepthAndName()
    {
        var rows = StepRow.Read(Context);
        Assert.Equal([(1, 0, "refunds"), (2, 1, "find_order")], rows.Select(r => (r.Number, r.Depth, r.Name ?? "")));
        Assert.Empty(StepRow.Read("""{"metadata":{"steps":{}}}"""));
        Assert.Empty(StepRow.Read(null));
    }

    [Fact]
    public void Card_ShowsTextsAsText()
    {
        var card = Render<InteractionSteps>(p => p.Add(c => c.Steps, StepRow.Read(Context)));
        Assert.Equal(2, card.FindAll("li").Count);
        Assert.Contains("error: timeout", card.Markup, StringComparison.Ordinal);
        Assert.Equal("<b>A-1</b>", card.Find("pre").TextContent);
    }
}
