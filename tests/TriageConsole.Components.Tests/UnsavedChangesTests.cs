using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace TriageConsole.Components.Tests;

public sealed class UnsavedChangesTests : ComponentTest
{
    private BunitNavigationManager Navigation => Services.GetRequiredService<BunitNavigationManager>();

    [Fact]
    public void Page_WithoutChanges_IsLeftAtOnce()
    {
        RenderPage(isDirty: false);
        Navigation.NavigateTo("/queues");
        Assert.EndsWith("/queues", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WithChanges_IsLeftAfterConfirmation()
    {
        var page = RenderPage(isDirty: true);
        Navigation.NavigateTo("/queues");
        Assert.DoesNotContain("/queues", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("Your changes on this page are not saved.", page.Markup, StringComparison.Ordinal);
        page.Find("form").Submit();
        Assert.EndsWith("/queues", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WithChanges_StaysAfterCancel_AndAsksAgain()
    {
        var page = RenderPage(isDirty: true);
        Navigation.NavigateTo("/queues");
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Cancel").Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("not saved", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("/queues", Navigation.Uri, StringComparison.Ordinal);
        Navigation.NavigateTo("/health");
        Assert.Contains("not saved", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherQuery_OfTheSamePage_IsNotHeld()
    {
        Navigation.NavigateTo("/workflows/support");
        RenderPage(isDirty: true);
        Navigation.NavigateTo("/workflows/support?tab=2");
        Assert.EndsWith("?tab=2", Navigation.Uri, StringComparison.Ordinal);
    }

    private IRenderedComponent<IComponent> RenderPage(bool isDirty) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<UnsavedChanges>(0);
            builder.AddComponentParameter(1, nameof(UnsavedChanges.IsDirty), isDirty);
            builder.CloseComponent();
        });
}
