using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace TriageConsole.Components.Tests;

/// <summary>Messages of a form at fields of MudBlazor.</summary>
public sealed class FieldMessageTests : ComponentTest
{
    private static readonly string[] Labels = ["Name", "Note", "Days", "Kind"];

    [Fact]
    public async Task Message_AppearsAtFieldsThatNobodyTouched_AndDescribesThem()
    {
        var page = Open();
        Assert.All(Labels, label => Assert.Null(Fields.Message(page, label)));
        await PressAsync(page);
        Assert.All(Labels, label => Assert.Equal($"{label} is wrong.", Fields.Message(page, label)));
    }

    [Fact]
    public async Task Message_Stays_WhenTheFieldLosesTheFocus()
    {
        var page = Open();
        await PressAsync(page);
        foreach (var label in Labels)
        {
            await Fields.LeaveAsync(page, label);
            await Fields.LeaveAsync(page, label);
            Assert.Equal($"{label} is wrong.", Fields.Message(page, label));
        }
    }

    [Fact]
    public async Task Message_GoesWithAChange_AndAppearsAgainIfTheNewValueIsWrongToo()
    {
        var page = Open();
        await PressAsync(page);
        await LeaveAllAsync(page);
        await ChangeAllAsync(page);
        Assert.All(Labels, label => Assert.Null(Fields.Message(page, label)));
        await LeaveAllAsync(page);
        Assert.All(Labels, label => Assert.Null(Fields.Message(page, label)));
        Assert.Empty(page.FindAll(".mud-input-error"));

        await PressAsync(page);
        Assert.All(Labels, label => Assert.Equal($"{label} is wrong.", Fields.Message(page, label)));
        await LeaveAllAsync(page);
        Assert.All(Labels, label => Assert.Equal($"{label} is wrong.", Fields.Message(page, label)));
    }

    [Fact]
    public async Task Message_Goes_WhenTheFormAcceptsTheSameValue()
    {
        var page = Open();
        await PressAsync(page);
        await LeaveAllAsync(page);
        page.FindComponent<FieldHost>().Instance.Accepts = true;
        await PressAsync(page);
        Assert.All(Labels, label => Assert.Null(Fields.Message(page, label)));
        Assert.Empty(page.FindAll(".mud-input-error"));
    }

    [Fact]
    public async Task RequiredField_ThatIsEmpty_ShowsTheMessageOfTheForm()
    {
        var page = Open();
        await ChangeAsync(page, "Name", "");
        await Fields.LeaveAsync(page, "Name");
        Assert.NotNull(Fields.Message(page, "Name"));
        await PressAsync(page);
        await Fields.LeaveAsync(page, "Name");
        Assert.Equal("Name is wrong.", Fields.Message(page, "Name"));
        await ChangeAsync(page, "Name", "b");
        Assert.Null(Fields.Message(page, "Name"));
        Assert.Equal("true", Fields.Field(page, "Name").GetAttribute("aria-required"));
    }

    [Fact]
    public void NewMessage_WithTheSameText_IsAboutTheNewValue()
    {
        FieldMessage? message = "Wrong.";
        Assert.True(IsShown(message, "a"));
        Assert.False(IsShown(message, "b"));
        Assert.True(IsShown(message, "a"));
        message = "Wrong.";
        Assert.True(IsShown(message, "b"));
        Assert.False(IsShown(null, "b"));
        Assert.Null((FieldMessage?)(string?)null);
    }

    private static bool IsShown(FieldMessage? message, string value) =>
        FieldMessage.At(message, value).Any(p => p is { Key: "Error", Value: true });

    private IRenderedComponent<IComponent> Open() =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<FieldHost>(0);
            builder.CloseComponent();
        });

    private static Task PressAsync(IRenderedComponent<IComponent> page) => page.FindAll("button")[^1].ClickAsync(new());

    private static async Task LeaveAllAsync(IRenderedComponent<IComponent> page)
    {
        foreach (var label in Labels)
            await Fields.LeaveAsync(page, label);
    }

    private static async Task ChangeAllAsync(IRenderedComponent<IComponent> page)
    {
        await ChangeAsync(page, "Name", "b");
        await ChangeAsync(page, "Note", "b");
        await ChangeAsync(page, "Days", "2");
        await page.InvokeAsync(() => page.FindComponent<MudSelect<string>>().Instance.SelectOption("b"));
    }

    private static Task ChangeAsync(IRenderedComponent<IComponent> page, string label, string value) =>
        Fields.Field(page, label).ChangeAsync(new ChangeEventArgs { Value = value });
}
