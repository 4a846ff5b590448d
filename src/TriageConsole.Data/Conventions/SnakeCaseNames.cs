using System.Text;
using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Data.Conventions;

/// <summary>Names tables, columns, keys and indexes in snake case on both providers, so that raw SQL is the same.</summary>
internal static class SnakeCaseNames
{
    /// <summary>Binary collation for all text, so that SQL Server compares ids, keys and answers like PostgreSQL.</summary>
    public const string SqlServerBinaryCollation = "Latin1_General_100_BIN2";

    public static void Apply(ModelBuilder model, bool sqlServer)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(ToSnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(ToSnakeCase(property.Name));
                if (sqlServer && property.ClrType == typeof(string))
                    property.SetCollation(SqlServerBinaryCollation);
            }

            foreach (var key in entity.GetKeys())
                key.SetName(ToSnakeCase(key.GetName()!));
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName(ToSnakeCase(foreignKey.GetConstraintName()!));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(ToSnakeCase(index.GetDatabaseName()!));
        }
    }

    public static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var startsWord =
                char.IsUpper(c)
                && i > 0
                && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
