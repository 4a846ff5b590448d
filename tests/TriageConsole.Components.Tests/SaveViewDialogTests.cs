using Microsoft.AspNetCore.Components;
using TriageConsole.Components.Lists;

namespace TriageConsole.Components.Tests;

public sealed class SaveViewDialogTests : ComponentTest
{
    private readonly List<NewView> saved = [];

    [Fact]
    public async Task View_WithoutAName_IsNotSaved()
    {
        var page = Open();
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Contains("Enter a name.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Empty(saved);
    }

    [Fact]
    public async Task View_IsPrivate_UnlessATeamIsChosen()
    {
        var page = Open();
        await page.Find("input[maxlength='100']").ChangeAsync(new() { Value = " Refunds " });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(new NewView("Refunds", null), Assert.Single(saved));
    }

    private IRenderedComponent<IComponent> Open() =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<SaveViewDialog>(0);
            builder.AddComponentParameter(1, nameof(SaveViewDialog.Teams), new Team[] { new(1, "acme") });
            builder.AddComponentParameter(2, nameof(SaveViewDialog.Confirmed), EventCallback.Factory.Create<NewView>(this, saved.Add));
            builder.CloseComponent();
        });
}
