using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling.Flags;

namespace TriageConsole.Components.Tests.Labeling;

public sealed class FlagDialogTests : ComponentTest
{
    private readonly List<GivenFlag> given = [];

    [Fact]
    public async Task Kind_IsOneButtonAndDigit_WithTheNoteThatIsTyped()
    {
        var dialog = Render<FlagDialog>(p => p.Add(d => d.Given, given.Add));
        Assert.Equal(
            [
                "1 Personal data",
                "2 Harmful content",
                "3 Wrong task",
                "4 Unreadable or broken",
                "5 Rubric unclear",
                "6 Good example",
                "7 Other",
            ],
            dialog.FindAll("button.choice").Select(b => $"{b.GetAttribute("data-key")} {b.TextContent[1..]}")
        );
        await dialog.Find("[data-key='1']").ClickAsync(new());
        await dialog.Find("input").InputAsync(new() { Value = "a phone number" });
        await dialog.Find("[data-key='1']").ClickAsync(new());
        await dialog.Find("form").SubmitAsync();
        Assert.Equal(
            [
                new GivenFlag(FlagKind.PersonalData, ""),
                new GivenFlag(FlagKind.PersonalData, "a phone number"),
                new GivenFlag(FlagKind.Other, "a phone number"),
            ],
            given
        );
    }

    [Fact]
    public async Task Other_WithoutANote_AsksForOne()
    {
        var dialog = Render<FlagDialog>(p => p.Add(d => d.Given, given.Add));
        await dialog.Find("[data-key='7']").ClickAsync(new());
        await dialog.Find("form").SubmitAsync();
        Assert.Empty(given);
        JSInterop.VerifyFocusAsyncInvoke(2);
    }
}
