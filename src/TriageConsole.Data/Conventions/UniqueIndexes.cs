using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TriageConsole.Data.Conventions;

/// <summary>
/// In a unique index, NULLs are equal on SQL Server and distinct on PostgreSQL. A filter excludes rows with NULL from the indexes of SQL
/// Server.
/// </summary>
internal static class UniqueIndexes
{
    public static void LetNullsRepeat(ModelBuilder model)
    {
        foreach (var index in model.Model.GetEntityTypes().SelectMany(e => e.GetDeclaredIndexes()).Where(i => i.IsUnique))
        {
            // The default filter of EF uses the column names from before the renaming.
            var own = ((IConventionIndex)index).GetFilterConfigurationSource() == ConfigurationSource.Explicit ? index.GetFilter() : null;
            string?[] conditions =
            [
                own,
                .. index.Properties.Where(p => p.IsNullable && NullsRepeat(index)).Select(p => $"[{p.GetColumnName()}] IS NOT NULL"),
            ];
            index.SetFilter(string.Join(" AND ", conditions.OfType<string>()) is { Length: > 0 } filter ? filter : null);
        }
    }

    private static bool NullsRepeat(IReadOnlyIndex index) => index.GetAreNullsDistinct() != false;
}
