using Microsoft.EntityFrameworkCore;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests;

public sealed class DatabaseTests
{
    [Fact]
    public async Task FreshDatabase_IsMigrated()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = database.CreateContext();
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
    }
}
