using System.Globalization;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TriageConsole.Components.Charts;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Patterns;
using TriageConsole.Shell.Theme;
using TriageConsole.Tests.Components;

namespace TriageConsole.Tests.Patterns;

public sealed class PatternPageTests
{
    [Fact]
    public async Task Owner_ChosenWhileTheStatusIsSaved_StaysAsAnUnsavedChange()
    {
        await using var world = await PatternWorld.CreateAsync();
        var (workflow, lead, id) = await world.PlantAsync();
        await using var context = await PersonPage.OpenAsync(
            world.Services.Get<IServiceProvider>(),
            world.Services.Get<IDbContextFactory<TriageDbContext>>(),
            lead.UserId,
            world.Clock
        );
        context.Services.AddScoped<ThemeState>().AddScoped<ChartLibrary>();
        context.Render<MudPopoverProvider>();
        var page = context.Render<PatternPage>(p => p.Add(c => c.Key, workflow.Key).Add(c => c.Id, id));
        await page.WaitForStateAsync(() => page.FindComponents<MudSelect<string>>().Count > 0, TimeSpan.FromMinutes(1));

        var owner = lead.UserId.ToString(CultureInfo.InvariantCulture);
        var saving = Button(page, "Acknowledge").ClickAsync();
        await page.InvokeAsync(() => page.FindComponent<MudSelect<string>>().Instance.ValueChanged.InvokeAsync(owner));
        await saving;

        Assert.False(Button(page, "Save changes").HasAttribute("disabled"));
        await Button(page, "Save changes").ClickAsync();
        Assert.True(Button(page, "Save changes").HasAttribute("disabled"));
        var stored = await world.Services.QueryAsync(db => db.FailurePatterns.SingleAsync(p => p.Id == id));
        Assert.Equal((PatternState.Acknowledged, lead.UserId), (stored.State, stored.OwnerId));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<PatternPage> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Trim() == text);
}
