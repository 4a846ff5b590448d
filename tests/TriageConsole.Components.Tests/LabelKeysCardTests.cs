using TriageConsole.Account.Profile;

namespace TriageConsole.Components.Tests;

public sealed class LabelKeysCardTests : ComponentTest
{
    [Fact]
    public void Fields_ShowTheKeys_AndSaveWhatWasTyped()
    {
        LabelKeys? saved = null;
        var card = Render<LabelKeysCard>(p =>
            p.Add(c => c.Keys, LabelKeys.Standard with { Undo = "x" }).Add(c => c.Saved, keys => saved = keys)
        );
        Assert.Equal(["x", "s", "f", "j", "k", "c"], card.FindAll("input").Select(i => i.GetAttribute("value")));
        card.FindAll("input")[1].Change(" W ");
        card.Find("form").Submit();
        Assert.Equal(new LabelKeys("x", "w", "f", "j", "k"), saved);
    }

    [Fact]
    public void StandardKeys_AreOfferedOnlyToThoseWithOwnOnes()
    {
        var card = Render<LabelKeysCard>(p => p.Add(c => c.Keys, LabelKeys.Standard with { Skip = "q" }));
        card.FindAll("button").Single(b => b.TextContent.Contains("Reset", StringComparison.Ordinal)).Click();
        Assert.Equal(["u", "s", "f", "j", "k", "c"], card.FindAll("input").Select(i => i.GetAttribute("value")));
        Assert.Single(card.FindAll("button"));
    }

    [Theory]
    [InlineData("""{"Undo":"u","Skip":"x","Flag":"f","NextMessage":"j","PreviousMessage":"k"}""", "x", "c")]
    [InlineData("""{"Undo":"c","Skip":"x","Flag":"a","NextMessage":"j","PreviousMessage":"k"}""", "x", "b")]
    [InlineData("""{"Undo":"c","Skip":"c","Flag":"a","NextMessage":"j","PreviousMessage":"k"}""", "s", "c")]
    public void KeysFromBeforeComments_StayAndGetAFreeOneForComments(string stored, string skip, string comment)
    {
        var keys = LabelKeys.Of(stored);
        Assert.Equal((skip, comment), (keys.Skip, keys.Comment));
    }
}
