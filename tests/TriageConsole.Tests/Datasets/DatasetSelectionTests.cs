using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data.Access;
using TriageConsole.Features.Datasets;
using TriageConsole.Security;

namespace TriageConsole.Tests.Datasets;

/// <summary>What a policy would select, before a build, and how much a build takes.</summary>
public sealed class DatasetSelectionTests
{
    [Fact]
    public async Task Preview_SaysHowMuchThePolicySelects_AndStoresNothing()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        await w.SendAsync("none", "q", "a", consent: null);
        await w.LabelAsync(("none", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var some = await PreviewAsync(w, new DatasetPolicy());
        Assert.Equal("The policy selects 3 of 4 labeled interactions in the period.", some.Message);
        Assert.Equal((4, 3, false), (some.Value.Labeled, some.Value.Left, some.Value.IsUnusual));
        Assert.Contains(some.Value.Steps, s => s is { Name: "consent of the interaction", Removed: 1, Left: 3 });

        var none = await PreviewAsync(w, new DatasetPolicy { Countries = ["AQ"] });
        Assert.Equal(
            "The policy selects nothing: 4 interactions in the period are labeled, and the step 'countries' removed the last 3.",
            none.Message
        );
        Assert.True(none.Value.IsUnusual);
        // The build gives the same reason.
        Assert.Equal(none.Message, (await w.TryBuildAsync("""{"countries":["AQ"]}""")).Message);
        Assert.Equal(0, await w.World.Fixture.QueryAsync(db => db.Datasets.CountAsync()));
    }

    [Fact]
    public async Task Preview_OfAPolicyThatSelectsEverything_SaysSo()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        var all = await PreviewAsync(w, new DatasetPolicy());
        Assert.Equal("The policy selects every labeled interaction in the period: 3. No filter removes any.", all.Message);
        Assert.True(all.Value.IsUnusual);
    }

    [Fact]
    public async Task Preview_OfAWrongPolicy_OrOfAnotherTenant_IsRefused()
    {
        await using var w = await DatasetWorld.CreateAsync(1);
        var wrong = await PreviewAsync(w, new DatasetPolicy { MinLabels = 0 });
        Assert.Equal("min_labels", Assert.Single(wrong.Problems).Field);
        var future = await PreviewAsync(w, new DatasetPolicy { From = w.Clock.GetUtcNow().AddDays(1) });
        Assert.Equal("from", Assert.Single(future.Problems).Field);
        var other = new PersonAccess(0, "other", [new Grant(Role.Lead, w.World.Workflow.TenantId + 1000, null)]);
        var (tenant, workflow) = (w.World.Workflow.TenantKey, w.World.Workflow.Key);
        Assert.Equal(ErrorKind.NotFound, (await w.Service.PreviewAsync(other, tenant, workflow, new DatasetPolicy())).Error!.Kind);
        Assert.Empty(await w.Service.PatternsAsync(other, tenant, workflow));
    }

    [Fact]
    public async Task MoreInteractionsThanTheMaximum_AreRefused_AndNothingIsStored()
    {
        await using var w = await DatasetWorld.CreateAsync(4, s => s.Configure<DatasetOptions>(o => o.MaxInteractions = 3));
        var refused = await w.TryBuildAsync("""{"days":30}""");
        Assert.Equal(ErrorKind.Conflict, refused.Error!.Kind);
        Assert.Equal(
            "The period has more than 3 labeled interactions of the sources, the maximum of a build. Shorten the period.",
            refused.Message
        );
        Assert.Equal(refused.Message, (await PreviewAsync(w, new DatasetPolicy())).Message);
        Assert.Equal(
            (0, 0, 0),
            await w.World.Fixture.QueryAsync(async db =>
                (await db.Datasets.CountAsync(), await db.DatasetVersions.CountAsync(), await db.DatasetItems.CountAsync())
            )
        );
    }

    [Fact]
    public async Task AsManyInteractionsAsTheMaximum_AreBuilt()
    {
        await using var w = await DatasetWorld.CreateAsync(3, s => s.Configure<DatasetOptions>(o => o.MaxInteractions = 3));
        Assert.Equal(3, (await w.BuildAsync()).Rows);
    }

    [Fact]
    public void MaximumBelowOne_IsRefusedAtTheStart()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Datasets:MaxInteractions", (string?)"0")]).Build()
        );
        services.AddDatasets();
        using var provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<DatasetOptions>>().Value);
    }

    private static Task<Result<SelectionPreview>> PreviewAsync(DatasetWorld w, DatasetPolicy policy) =>
        w.Service.PreviewAsync(w.World.Lead, w.World.Workflow.TenantKey, w.World.Workflow.Key, policy);
}
