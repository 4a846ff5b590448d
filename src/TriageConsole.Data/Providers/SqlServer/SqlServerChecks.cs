using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Providers.SqlServer;

/// <summary>What a migration cannot set, or somebody changed: looked at when the console starts, and said with the statement that puts it right.</summary>
public static class SqlServerChecks
{
    /// <summary>A sentence and a statement for each thing that is wrong; empty where all is well.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var database = db.Database.GetDbConnection().Database;
        if (!await db.Database.SqlQuery<bool>($"SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE name = {database}").SingleAsync(cancellationToken))
            found.Add($"Readers wait for writers in this database. Run: ALTER DATABASE [{database}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;");
        var columns = await db.Database.SqlQuery<ColumnCollation>($"SELECT TABLE_NAME AS [Table], COLUMN_NAME AS [Column], COLLATION_NAME AS Collation FROM INFORMATION_SCHEMA.COLUMNS WHERE COLLATION_NAME IS NOT NULL")
            .ToDictionaryAsync(c => (c.Table, c.Column), c => c.Collation, cancellationToken);
        found.AddRange(
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetProperties()
            where property.ClrType == typeof(string)
                && columns.TryGetValue((entity.GetTableName()!, property.GetColumnName()), out var collation)
                && !collation.Contains("BIN2", StringComparison.OrdinalIgnoreCase)
            let column = $"[{entity.GetTableName()}] ALTER COLUMN [{property.GetColumnName()}] {property.GetColumnType()}"
            select $"{entity.GetTableName()}.{property.GetColumnName()} does not compare text by its characters. Run: ALTER TABLE {column} COLLATE {SnakeCaseNames.SqlServerBinaryCollation} {(property.IsNullable ? "NULL" : "NOT NULL")};");
        return found;
    }

    private sealed record ColumnCollation(string Table, string Column, string Collation);
}
