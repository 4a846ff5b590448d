using Bunit;
using Bunit.TestDoubles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Home;
using TriageConsole.Security;
using TriageConsole.Tests.Components;

namespace TriageConsole.Tests.Agreement;

public sealed class DisagreementsPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Form_Stays_WhenAnotherLeadDecidesTheLastItem_AndKeepsAllOfItAfterTheConflict()
    {
        await using var w = await DisputedAsync();
        var (mira, nils) = (await w.HireAsync("mira", Role.Lead), await w.HireAsync("nils", Role.Lead));
        await using var context = await OpenAsync(w, mira);
        var page = await PageAsync(context, w);
        await page.Find(".decision select").ChangeAsync(nameof(DisagreementCause.Slip));
        await page.Find(".decision input[type=checkbox]").ChangeAsync(true);
        Assert.True(page.Find(".decision input[type=checkbox]").HasAttribute("checked"));

        var reader = w.Fixture.Get<DisagreementReader>();
        var id = (await reader.ListAsync(nils, w.Workflow, DisagreementState.Open))[0].InteractionId;
        var theirs = new Decision(0, new Dictionary<string, string> { ["quality"] = "no" }, DisagreementCause.RubricUnclear, "");
        var work = (await reader.OpenAsync(nils, w.Workflow, id))!;
        Assert.True((await w.Fixture.Get<AdjudicationService>().DecideAsync(nils, w.Workflow, work, theirs)).Ok);
        await page.WaitForAssertionAsync(() => Assert.Contains("No other disagreements", page.Markup, StringComparison.Ordinal), Limit);

        await page.Find(".decision form").SubmitAsync();
        await page.WaitForAssertionAsync(() => Assert.Contains("Decided by nils", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Equal(nameof(DisagreementCause.Slip), page.Find(".decision select").GetAttribute("value"));
        Assert.True(page.Find(".decision input[type=checkbox]").HasAttribute("checked"));
    }

    [Fact]
    public async Task RefusedRequestForAnotherLabel_LeavesTheForm()
    {
        await using var w = await DisputedAsync();
        await using var context = await OpenAsync(w, await w.HireAsync("mira", Role.Lead));
        var page = await PageAsync(context, w);
        await w.Fixture.QueryAsync(db => db.Disagreements.ExecuteDeleteAsync());
        await page.FindAll("button").Single(b => b.TextContent.Trim() == "Request another label").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Contains("no longer open", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Single(page.FindAll(".decision form"));
    }

    /// <summary>The list below the actions has a search and pages. The actions are those of all workflows.</summary>
    [Fact]
    public async Task Home_ListsDisagreements_WhateverIsSearched()
    {
        await using var w = await DisputedAsync();
        var mira = await w.HireAsync("mira", Role.Lead);
        var (workflow, open) = Assert.Single(await w.Fixture.Get<DisagreementReader>().WaitingAsync(mira, 10));
        Assert.Equal((w.WorkflowId, 1), (workflow.Id, open));
        Assert.Empty(await w.Fixture.Get<DisagreementReader>().WaitingAsync(mira with { Grants = [] }, 10));
        await using var context = await OpenAsync(w, mira);
        context.Services.GetRequiredService<BunitNavigationManager>().NavigateTo("/?find=nothing-like-this");
        var page = context.Render<HomePage>();
        await page.WaitForAssertionAsync(() => Assert.Contains($"{w.Workflow.Name}: 1 open", page.Markup, StringComparison.Ordinal), Limit);
    }

    private static async Task<AgreementWorld> DisputedAsync()
    {
        var w = await AgreementWorld.CreateAsync(1);
        await w.PublishAsync(
            """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true}]}"""
        );
        await w.ImportAsync(
            AgreementWorld.Line("t0", "r0", "yes"),
            AgreementWorld.Line("t0", "r1", "yes"),
            AgreementWorld.Line("t0", "r2", "no")
        );
        await w.Counter.CatchUpAsync();
        return w;
    }

    private static async Task<BunitContext> OpenAsync(AgreementWorld w, PersonAccess lead)
    {
        var contexts = w.Fixture.Get<IDbContextFactory<TriageDbContext>>();
        var context = await PersonPage.OpenAsync(w.Fixture.Get<IServiceProvider>(), contexts, lead.UserId, TimeProvider.System);
        context.Render<MudPopoverProvider>();
        return context;
    }

    private static async Task<IRenderedComponent<DisagreementsPage>> PageAsync(BunitContext context, AgreementWorld w)
    {
        var page = context.Render<DisagreementsPage>(p => p.Add(c => c.Key, w.Workflow.Key));
        await page.WaitForAssertionAsync(() => page.Find(".decision select"), Limit);
        return page;
    }
}
