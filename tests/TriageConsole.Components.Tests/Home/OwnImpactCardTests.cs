using TriageConsole.Features.Home.Impact;

namespace TriageConsole.Components.Tests.Home;

public sealed class OwnImpactCardTests : ComponentTest
{
    [Fact]
    public void Card_SaysWhatTheLabelsChanged()
    {
        var card = Render<OwnImpactCard>(p =>
            p.Add(c => c.Impact, new OwnImpact(12, 1, [new OwnShare("answers-2", 3)], [new OwnShare("country = FR", 1)], []))
        );
        var items = card.FindAll("li")
            .Select(i => string.Join(' ', i.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(
            [
                "You gave 12 labels.",
                "1 interaction that you labeled is now a golden item.",
                "The release answers-2 went live after an evaluation on golden items with 3 labels of yours.",
                "The pattern country = FR is fixed; 1 label of yours is in it.",
            ],
            items
        );
    }

    [Fact]
    public void Card_WithoutAnyChange_IsNotShown() =>
        Assert.Empty(Render<OwnImpactCard>(p => p.Add(c => c.Impact, new OwnImpact(5, 0, [], [], []))).Markup.Trim());
}
