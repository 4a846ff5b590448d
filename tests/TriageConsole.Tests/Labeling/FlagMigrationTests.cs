using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labeling;

public sealed class FlagMigrationTests
{
    [Fact]
    public async Task EarlierFlagsAndSkips_AreOpenInTheInbox_AndGoBack()
    {
        TestServer.PostgresOnly("a database of the previous version exists only on PostgreSQL");
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        await ann.FlagAsync(await ann.TakeAsync(), FlagKind.PersonalData, "Personal data is visible");
        await ann.FlagAsync(await ann.TakeAsync(), FlagKind.RubricUnclear, "The rubric is unclear here");
        await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");
        await using var db = world.CreateContext();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("TurnLabels");
        Assert.Equal(
            2,
            await db
                .Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM assignments WHERE flagged_at IS NOT NULL")
                .SingleAsync()
        );
        await migrator.MigrateAsync();
        var rows = await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1);
        Assert.Equal(
            [
                (FlagKind.PersonalData, "Personal data is visible"),
                (FlagKind.Other, "The rubric is unclear here"),
                (FlagKind.Skip, "Broken or empty"),
            ],
            rows.Select(r => (r.Kind, r.Note))
        );
        Assert.Equal(["t1", "t2", "t3"], rows.Select(r => r.TraceId));
    }
}
