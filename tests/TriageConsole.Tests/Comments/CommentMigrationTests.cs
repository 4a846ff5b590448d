using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Data.Comments;
using TriageConsole.Data.Patterns;
using TriageConsole.Tests.Labeling;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Comments;

public sealed class CommentMigrationTests
{
    [Fact]
    public async Task CommentsOnPatterns_MoveToTheTableOfComments_AndGoBack()
    {
        TestServer.PostgresOnly("a database of the previous version exists only on PostgreSQL");
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var lead = await world.LeadAsync("lea");
        await using var db = world.CreateContext();
        var now = world.Time.GetUtcNow();
        var pattern = new FailurePattern
        {
            TenantId = world.Workflow.TenantId,
            WorkflowId = world.Workflow.Id,
            TermsHash = "h",
            Terms = "[]",
            Name = "country = DE",
            FirstSeenAt = now,
            LastSeenAt = now,
        };
        db.FailurePatterns.Add(pattern);
        await db.SaveChangesAsync();
        db.Comments.Add(
            new Comment
            {
                TenantId = world.Workflow.TenantId,
                WorkflowId = world.Workflow.Id,
                PatternId = pattern.Id,
                AuthorId = lead.UserId,
                Text = "The <b>prompt</b>.",
                CreatedAt = now,
            }
        );
        await db.SaveChangesAsync();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("AssignedItems");
        Assert.Equal(
            "lea: The <b>prompt</b>.",
            await db
                .Database.SqlQueryRaw<string>("SELECT person || ': ' || text AS \"Value\" FROM pattern_events WHERE kind = 0")
                .SingleAsync()
        );
        await migrator.MigrateAsync();
        var moved = await db.Comments.AsNoTracking().SingleAsync();
        Assert.Equal((pattern.Id, lead.UserId, "The <b>prompt</b>.", now), (moved.PatternId, moved.AuthorId, moved.Text, moved.CreatedAt));
        Assert.Equal(0, await db.PatternEvents.CountAsync());
    }
}
