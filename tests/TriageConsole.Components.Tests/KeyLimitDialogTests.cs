using Microsoft.AspNetCore.Components;
using TriageConsole.Features.Admin;
using TriageConsole.Security;

namespace TriageConsole.Components.Tests;

public sealed class KeyLimitDialogTests : ComponentTest
{
    private KeyRate? saved;

    [Fact]
    public async Task Limits_AreShownAndSaved_AndEmptyMeansTheDefault()
    {
        var page = Open(new KeyRate(12.5, null));
        Assert.Contains("the default, 200", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        var fields = page.FindAll("[role=dialog] input");
        Assert.Equal(["12.5", ""], fields.Select(f => f.GetAttribute("value") ?? ""));
        await fields[0].ChangeAsync(new() { Value = "" });
        await page.FindAll("[role=dialog] input")[1].ChangeAsync(new() { Value = "50" });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(new KeyRate(null, 50), saved);
    }

    private IRenderedComponent<IComponent> Open(KeyRate rate) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<KeyLimitDialog>(0);
            builder.AddComponentParameter(1, nameof(KeyLimitDialog.Name), "shop");
            builder.AddComponentParameter(2, nameof(KeyLimitDialog.Rate), rate);
            builder.AddComponentParameter(3, nameof(KeyLimitDialog.Default), (200.0, 2000));
            builder.AddComponentParameter(4, nameof(KeyLimitDialog.Confirmed), EventCallback.Factory.Create<KeyRate>(this, r => saved = r));
            builder.AddComponentParameter(5, nameof(KeyLimitDialog.Closed), EventCallback.Factory.Create(this, () => { }));
            builder.CloseComponent();
        });
}
