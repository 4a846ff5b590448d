using Microsoft.AspNetCore.Components;
using TriageConsole.Features.Admin;

namespace TriageConsole.Components.Tests;

public sealed class KeyDialogTests : ComponentTest
{
    private NewKey? created;

    [Fact]
    public async Task BrowserKey_NeedsOrigins_AndHasNoScopes()
    {
        var page = Open();
        await page.FindAll("input[type=checkbox]")[0].ChangeAsync(new() { Value = true });
        Assert.Single(page.FindAll("input[type=checkbox]"));
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Contains("Enter at least one origin", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        await page.Find("textarea").ChangeAsync(new() { Value = "https://shop.example\nhttps://app.example" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(["https://shop.example", "https://app.example"], created!.Origins);
    }

    [Fact]
    public async Task SecretKey_HasScopesAndNoOrigins()
    {
        var page = Open();
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(["ingest"], created!.Scopes);
        Assert.Empty(created.Origins);
    }

    private IRenderedComponent<IComponent> Open()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<KeyDialog>(0);
            builder.AddComponentParameter(1, nameof(KeyDialog.Tenants), new[] { "acme" });
            builder.AddComponentParameter(2, nameof(KeyDialog.Confirmed), EventCallback.Factory.Create<NewKey>(this, key => created = key));
            builder.AddComponentParameter(3, nameof(KeyDialog.Closed), EventCallback.Factory.Create(this, () => { }));
            builder.CloseComponent();
        });
        page.FindAll("input[maxlength='200']").First(i => i.GetAttribute("list") is null).Change("shop");
        return page;
    }
}
