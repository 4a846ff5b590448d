using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests;

/// <summary><see cref="SqlServerTranslation"/> checks every query of the other tests and detects errors.</summary>
public sealed class SqlServerTranslationTests
{
    [Fact]
    public async Task Query_OnlyForPostgres_FailsItsTest()
    {
        TestServer.PostgresOnly("on SQL Server the queries run unchanged");
        await using var f = await IngestFixture.CreateAsync();
        await using var db = await f.Get<IDbContextFactory<TriageDbContext>>().CreateDbContextAsync();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.Interactions.Where(i => EF.Functions.ILike(i.Preview, "%x%")).CountAsync()
        );
        Assert.StartsWith("SQL Server cannot run this query", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_OfTheApp_IsTranslated()
    {
        TestServer.PostgresOnly("on SQL Server the queries run unchanged");
        await using var f = await IngestFixture.CreateAsync();
        await using var db = await f.Get<IDbContextFactory<TriageDbContext>>().CreateDbContextAsync();
        var before = SqlServerTranslation.Compiled;
        Assert.Equal(0, await db.QueueItems.Where(q => q.Priority > 17.25).Select(q => q.Reason).CountAsync());
        Assert.True(SqlServerTranslation.Compiled > before);
    }
}
