using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests;

public sealed class StatementsTests
{
    /// <summary>Otherwise its connection pool would stay open after each app of a process.</summary>
    [Fact]
    public async Task Statements_OfADisposedContainer_AreClosed()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.SkipUnless(database.IsPostgres, "SQL Server's statements have no pool of their own");
        var services = new ServiceCollection().AddLogging().AddTriageData(database.Connection).BuildServiceProvider();
        var statements = services.GetRequiredService<IProviderStatements>();
        var now = TimeProvider.System.GetUtcNow();
        Assert.Empty(await statements.ExpireLeasesAsync(now, CancellationToken.None));
        await services.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => statements.ExpireLeasesAsync(now, CancellationToken.None));
    }
}
