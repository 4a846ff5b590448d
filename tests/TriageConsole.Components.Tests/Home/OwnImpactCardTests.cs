using TriageConsole.Features.Home.Impact;

namespace TriageConsole.Components.Tests.Home;

public sealed class OwnImpactCardTests : ComponentTest
{
    [Fact]
    public void Card_SaysWhatTheLabelsChanged()
    {
        var card = Render<OwnImpactCard>(p =>
            p.Add(
                c => c.Impact,
                new OwnImpact(
                    12,
                    1,
                    [new OwnShare("answers-2", 3)],
                    [new OwnShare("country = FR", 1)],
                    [new OwnShare("training, version 2", 5), new OwnShare("checks, version 1", 1)]
                )
            )
        );
        var items = card.FindAll("li")
            .Select(i => string.Join(' ', i.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(
            [
                "You gave 12 labels.",
                "1 interaction that you labeled is now a golden item.",
                "The release answers-2 went live after an evaluation on golden items with 3 labels of yours.",
                "The pattern country = FR is fixed; 1 label of yours is in it.",
                "The dataset training, version 2 was built with 5 labels of yours.",
                "The dataset checks, version 1 was built with 1 label of yours.",
            ],
            items
        );
    }

    [Fact]
    public void Card_WithADatasetOnly_IsShown()
    {
        var card = Render<OwnImpactCard>(p => p.Add(c => c.Impact, new OwnImpact(0, 0, [], [], [new OwnShare("training, version 1", 2)])));
        Assert.Contains("training, version 1", Assert.Single(card.FindAll("li")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithoutAnyChange_IsNotShown() =>
        Assert.Empty(Render<OwnImpactCard>(p => p.Add(c => c.Impact, new OwnImpact(5, 0, [], [], []))).Markup.Trim());
}
