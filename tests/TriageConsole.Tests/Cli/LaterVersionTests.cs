using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Tests.Cli;

/// <summary>A database that a later version of the console has updated.</summary>
public sealed class LaterVersionTests : CommandTest
{
    [Theory]
    [InlineData("migrate")]
    [InlineData("serve", "--urls", "http://127.0.0.1:0")]
    [InlineData("api-key", "create", "--tenant", "acme", "--scopes", "read")]
    public async Task Command_ChangesNothing_AndSaysWhichVersionIsNeeded(params string[] command)
    {
        const string later = "99991231000000_Later";
        await using var db = Database.CreateContext();
        var history = db.GetService<IHistoryRepository>();
        await db.Database.ExecuteSqlRawAsync(history.GetInsertScript(new HistoryRow(later, "99.0.0")));

        var run = await RunAsync(command);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"error: A later version of the console has updated the database ({later}). Start that version, or restore a backup of "
                + "before the update.\n",
            run.Error
        );
        Assert.Empty(await db.Tenants.ToListAsync());
    }
}
