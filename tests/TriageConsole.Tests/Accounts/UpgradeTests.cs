using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

public sealed class UpgradeTests
{
    [Fact]
    public async Task AccountsRolesAndLinks_OfThePreviousVersion_DoNotChange()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.SkipUnless(
            database.Connection.Provider == DatabaseProvider.PostgreSql,
            "a database of the previous version exists only on PostgreSQL"
        );
        await using var db = database.CreateContext();
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("Evaluation");
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO tenants (id, key, name, created_at) OVERRIDING SYSTEM VALUE VALUES (7, 'acme', 'Acme', now());
            INSERT INTO users (id, display_name, user_name, normalized_user_name, email, normalized_email, security_stamp, email_confirmed,
              phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            OVERRIDING SYSTEM VALUE VALUES (5, 'Ann', 'ann@example.org', 'ANN@EXAMPLE.ORG', 'ann@example.org', 'ANN@EXAMPLE.ORG', 'stamp',
              true, false, false, true, 0);
            INSERT INTO role_grants (user_id, role, tenant_id, granted_at, granted_by) VALUES (5, 1, 7, now(), 'Ada');
            INSERT INTO sign_in_links (user_id, token_hash, is_invitation, expires_at) VALUES (5, 'i', true, now()), (5, 's', false, now());
            """
        );
        await migrator.MigrateAsync();
        Assert.Equal(
            [("i", LinkKind.Invitation), ("s", LinkKind.SignIn)],
            (await db.SignInLinks.OrderBy(l => l.TokenHash).ToListAsync()).Select(l => (l.TokenHash, l.Kind))
        );
        var grant = await db.RoleGrants.SingleAsync();
        Assert.Equal(
            (5L, Role.Lead, (long?)7, "Ada", (long?)null),
            (grant.UserId, grant.Role, grant.TenantId, grant.GrantedBy, grant.GrantedById)
        );
        Assert.Equal(0, await db.RoleOffers.CountAsync());
    }
}
