using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Providers.SqlServer;

/// <summary>
/// Checks settings that a migration cannot set or that were changed, at the start of the console. Reports each problem with the statement
/// that fixes it.
/// </summary>
public static class SqlServerChecks
{
    /// <summary>Packet size in bytes that fits into one TLS record (at most 16,384, RFC 8446 section 5.1).</summary>
    private const int MaxPacketSize = 16_000;

    /// <summary>A sentence and a statement per problem; empty without problems.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var found = ConnectionProblems(db.Database.GetConnectionString() ?? "").ToList();
        var database = db.Database.GetDbConnection().Database;
        if (
            !await db
                .Database.SqlQuery<bool>($"SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE name = {database}")
                .SingleAsync(cancellationToken)
        )
            found.Add(
                $"Readers wait for writers in this database. Run: ALTER DATABASE [{database}] SET "
                    + "READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;"
            );
        var columns = await db
            .Database.SqlQuery<ColumnCollation>(
                $"""
                SELECT TABLE_NAME AS [Table], COLUMN_NAME AS [Column], COLLATION_NAME AS Collation
                FROM INFORMATION_SCHEMA.COLUMNS WHERE COLLATION_NAME IS NOT NULL
                """
            )
            .ToDictionaryAsync(c => (c.Table, c.Column), c => c.Collation, cancellationToken);
        found.AddRange(
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetProperties()
            where
                property.ClrType == typeof(string)
                && columns.TryGetValue((entity.GetTableName()!, property.GetColumnName()), out var collation)
                && !collation.Contains("BIN2", StringComparison.OrdinalIgnoreCase)
            let column = $"[{entity.GetTableName()}] ALTER COLUMN [{property.GetColumnName()}] {property.GetColumnType()}"
            select $"{entity.GetTableName()}.{property.GetColumnName()} has a collation that is not binary. Run: ALTER "
                + $"TABLE {column} COLLATE {SnakeCaseNames.SqlServerBinaryCollation} "
                + $"{(property.IsNullable ? "NULL" : "NOT NULL")};"
        );
        return found;
    }

    /// <summary>
    /// Without encryption, or with packets larger than a TLS record, one read of the client on Linux and macOS can contain the end of one
    /// packet and the start of the next. The client then copies a long text (nvarchar(max)) beyond the end of the packet:
    /// TdsParserStateObject.TryReadChars of Microsoft.Data.SqlClient checks the number of bytes read, not the packet. Observed in versions
    /// 5.2, 6.1 and, with large packets, 7.1.
    /// </summary>
    /// <param name="connectionString">The current connection string.</param>
    public static IReadOnlyList<string> ConnectionProblems(string connectionString)
    {
        if (OperatingSystem.IsWindows())
            return [];
        var settings = new SqlConnectionStringBuilder(connectionString);
        var found = new List<string>();
        if (settings.Encrypt == SqlConnectionEncryptOption.Optional)
            found.Add(
                "The client for this system can read wrong long texts over an unencrypted connection. Set "
                    + "Encrypt=true in the connection string."
            );
        if (settings.PacketSize > MaxPacketSize)
            found.Add(
                $"The client for this system can read wrong long texts with packets of {settings.PacketSize} bytes. "
                    + $"Remove Packet Size from the connection string, or set it to at most {MaxPacketSize}."
            );
        return found;
    }

    private sealed record ColumnCollation(string Table, string Column, string Collation);
}
