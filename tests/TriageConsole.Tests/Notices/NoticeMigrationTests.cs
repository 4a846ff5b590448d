using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Data.Notices;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Notices;

public sealed class NoticeMigrationTests
{
    [Fact]
    public async Task UnsentNotices_GetADeliveryForEachChannel_AndSentOnesGetNone()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.SkipUnless(
            database.Connection.Provider == DatabaseProvider.PostgreSql,
            "a database of the previous version exists only on PostgreSQL"
        );
        await using var db = database.CreateContext();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("ClusteredJobs");
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO users (id, display_name, user_name, normalized_user_name, email, normalized_email, security_stamp, email_confirmed,
              phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            OVERRIDING SYSTEM VALUE VALUES (5, 'Ann', 'ann@example.org', 'ANN@EXAMPLE.ORG', 'ann@example.org', 'ANN@EXAMPLE.ORG', 'stamp',
              true, false, false, true, 0);
            INSERT INTO notices (id, user_id, key, text, link, created_at, sent_at, attempts, next_attempt_at)
            OVERRIDING SYSTEM VALUE VALUES (1, 5, 'sent', 'Sent.', '', now(), now(), 1, now()), (2, 5, 'waits', 'Waits.', '', now(), NULL,
              3, '2026-11-20T00:00:00Z');
            """
        );
        await migrator.MigrateAsync();
        var rows = await db.NoticeDeliveries.AsNoTracking().OrderBy(d => d.Channel).ToListAsync();
        Assert.Equal(
            [(2L, NoticeChannel.Webhook, "", 3), (2L, NoticeChannel.Mail, "ann@example.org", 3)],
            rows.Select(d => (d.NoticeId, d.Channel, d.Recipient, d.Attempts))
        );
        Assert.All(rows, d => Assert.Equal(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), d.NextAttemptAt));

        await migrator.MigrateAsync("ClusteredJobs");
        Assert.Equal(
            1,
            await db
                .Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM notices WHERE sent_at IS NULL AND id = 2")
                .SingleAsync()
        );
    }
}
