using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Providers.SqlServer;

/// <summary>
/// What a migration cannot set, or somebody changed: looked at when the console starts, and said with the statement that puts it right.
/// </summary>
public static class SqlServerChecks
{
    /// <summary>Bytes of a packet that fit one TLS record (16,384 at most, RFC 8446 section 5.1).</summary>
    private const int MaxPacketSize = 16_000;

    /// <summary>A sentence and a statement for each thing that is wrong; empty where all is well.</summary>
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
            select $"{entity.GetTableName()}.{property.GetColumnName()} does not compare text by its characters. Run: ALTER "
                + $"TABLE {column} COLLATE {SnakeCaseNames.SqlServerBinaryCollation} "
                + $"{(property.IsNullable ? "NULL" : "NOT NULL")};"
        );
        return found;
    }

    /// <summary>
    /// Without encryption, and with packets larger than a TLS record, one read of the client for Linux and macOS may bring the end of one
    /// packet and the beginning of the next. It then copies a long text (nvarchar(max)) past the packet's end:
    /// TdsParserStateObject.TryReadChars of Microsoft.Data.SqlClient looks at what was read, not at the packet. Seen with versions 5.2, 6.1
    /// and, with large packets, 7.1.
    /// </summary>
    /// <param name="connectionString">The connection in use.</param>
    public static IReadOnlyList<string> ConnectionProblems(string connectionString)
    {
        if (OperatingSystem.IsWindows())
            return [];
        var settings = new SqlConnectionStringBuilder(connectionString);
        var found = new List<string>();
        if (settings.Encrypt == SqlConnectionEncryptOption.Optional)
            found.Add(
                "The client for this system may read long texts wrongly over a connection that is not encrypted. Set "
                    + "Encrypt=true in the connection string."
            );
        if (settings.PacketSize > MaxPacketSize)
            found.Add(
                $"The client for this system may read long texts wrongly in packets of {settings.PacketSize} bytes. "
                    + $"Leave Packet Size out of the connection string, or set {MaxPacketSize} at most."
            );
        return found;
    }

    private sealed record ColumnCollation(string Table, string Column, string Collation);
}
