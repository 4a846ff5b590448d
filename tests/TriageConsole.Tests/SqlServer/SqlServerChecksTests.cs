using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Providers.SqlServer;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.SqlServer;

/// <summary>The checks at startup on a real server.</summary>
public sealed class SqlServerChecksTests
{
    [Theory]
    [InlineData("Server=db", 0)]
    [InlineData("Server=db;Encrypt=true;Packet Size=16000", 0)]
    [InlineData("Server=db;Encrypt=Strict", 0)]
    [InlineData("Server=db;Encrypt=false", 1)]
    [InlineData("Server=db;Encrypt=Optional;Packet Size=32767", 2)]
    public void Connection_ThatCanReadWrongLongTexts_IsReported(string connection, int problems)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the client for Windows reads a packet at a time");
        Assert.Equal(problems, SqlServerChecks.ConnectionProblems(connection).Count);
    }

    [Fact]
    public async Task MigratedDatabase_HasNoProblems_AndAChangedColumnIsReportedWithItsStatement()
    {
        TestServer.SqlServerOnly("reads its catalog");
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.CreateContext();
        Assert.DoesNotContain(await SqlServerChecks.FindAsync(db, default), p => p.Contains("ALTER COLUMN", StringComparison.Ordinal));
        await db.Database.ExecuteSqlRawAsync(
            "ALTER TABLE labels DROP COLUMN comment; ALTER TABLE labels ADD comment nvarchar(max) COLLATE "
                + "SQL_Latin1_General_CP1_CI_AS NULL;"
        );
        try
        {
            var found = Assert.Single(
                await SqlServerChecks.FindAsync(db, default),
                p => p.Contains("ALTER COLUMN", StringComparison.Ordinal)
            );
            Assert.Contains(
                "ALTER TABLE [labels] ALTER COLUMN [comment] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;",
                found,
                StringComparison.Ordinal
            );
        }
        finally
        {
            // The next test reuses this database.
            await db.Database.ExecuteSqlRawAsync(
                "ALTER TABLE labels DROP COLUMN comment; ALTER TABLE labels ADD comment nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;"
            );
        }
    }
}
