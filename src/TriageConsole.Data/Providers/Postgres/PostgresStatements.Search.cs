using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements
{
    public bool SearchReadsEveryText => false;

    /// <summary>
    /// The expression is the one of the index ix_interaction_payloads_words. Words match in any order; "a phrase", or, and -excluded words
    /// are understood, and no text is a syntax error.
    /// </summary>
    public IQueryable<Interaction> WithWords(TriageDbContext db, IQueryable<Interaction> rows, string words)
    {
        var found = db.Database.SqlQuery<long>(
            $"""
            SELECT interaction_id AS "Value" FROM interaction_payloads
            WHERE interaction_words(input, messages, output) @@ websearch_to_tsquery('simple', {words})
            """
        );
        return rows.Where(i => found.Contains(i.Id));
    }
}
