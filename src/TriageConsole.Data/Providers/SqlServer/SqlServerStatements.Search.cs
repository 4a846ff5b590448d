using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements
{
    public bool SearchReadsEveryText => true;

    /// <summary>Full-text search is an optional component of SQL Server, so the text itself is read. It matches as a whole.</summary>
    public IQueryable<Interaction> WithWords(TriageDbContext db, IQueryable<Interaction> rows, string words)
    {
        var lower = words.ToLowerInvariant();
#pragma warning disable CA1304, CA1310, CA1311, CA1862 // SQL functions without a .NET culture.
        return rows.Where(i =>
            db.InteractionPayloads.Any(p =>
                p.InteractionId == i.Id
                && (p.Input!.ToLower().Contains(lower) || p.Messages!.ToLower().Contains(lower) || p.Output!.ToLower().Contains(lower))
            )
        );
#pragma warning restore CA1304, CA1310, CA1311, CA1862
    }
}
