using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests;

/// <summary>That <see cref="SqlServerTranslation"/> looks at every query of the other tests, and that it would notice.</summary>
public sealed class SqlServerTranslationTests
{
    [Fact]
    public async Task Query_OnlyPostgresKnows_FailsItsTest()
    {
        TestServer.PostgresOnly("on SQL Server the queries run as they are");
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
        TestServer.PostgresOnly("on SQL Server the queries run as they are");
        await using var f = await IngestFixture.CreateAsync();
        await using var db = await f.Get<IDbContextFactory<TriageDbContext>>().CreateDbContextAsync();
        var before = SqlServerTranslation.Compiled;
        Assert.Equal(0, await db.QueueItems.Where(q => q.Priority > 17.25).Select(q => q.Reason).CountAsync());
        Assert.True(SqlServerTranslation.Compiled > before);
    }
}
