using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TriageConsole.Data.Conventions;

/// <summary>SQL Server takes two NULLs in a unique index for equal, PostgreSQL does not: there such rows are left out of the index.</summary>
internal static class UniqueIndexes
{
    public static void LetNullsRepeat(ModelBuilder model)
    {
        foreach (var index in model.Model.GetEntityTypes().SelectMany(e => e.GetDeclaredIndexes()).Where(i => i.IsUnique))
        {
            // EF's own filter names columns as they were before they were renamed.
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
