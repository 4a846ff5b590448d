using TriageConsole.Features.Interactions;

namespace TriageConsole.Components.Tests.Interactions;

public sealed class InteractionStepTests : ComponentTest
{
    private const string Context = """
        {"metadata":{"steps":[{"step":1,"kind":"agent","name":"refunds"},
        {"step":2,"kind":"tool","parent":1,"tool":"find_order","duration_ms":12,"error":"timeout","input":"<b>A-1</b>"},5,{"step":4}]}}
        """;

    [Fact]
    public void Read_StepsOfTheContext_HaveDepthAndName()
    {
        var rows = InteractionStep.Read(Context);
        Assert.Equal([(1, 0, "refunds"), (2, 1, "find_order")], rows.Select(r => (r.Number, r.Depth, r.Name ?? "")));
        Assert.Empty(InteractionStep.Read("""{"metadata":{"steps":{}}}"""));
        Assert.Empty(InteractionStep.Read(null));
    }

    [Fact]
    public void Card_ShowsTextsAsText()
    {
        var card = Render<InteractionSteps>(p => p.Add(c => c.Steps, InteractionStep.Read(Context)));
        Assert.Equal(2, card.FindAll("li").Count);
        Assert.Contains("error: timeout", card.Markup, StringComparison.Ordinal);
        Assert.Equal("<b>A-1</b>", card.Find("pre").TextContent);
    }
}
