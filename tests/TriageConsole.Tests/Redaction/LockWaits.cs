using Microsoft.EntityFrameworkCore;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Redaction;

/// <summary>Connections that wait for locks of others, on PostgreSQL.</summary>
internal static class LockWaits
{
    /// <summary>Whether at least this number of connections waits for locks.</summary>
    public static async Task<bool> AreWaitingAsync(TestDatabase database, int count)
    {
        // A connection of its own: in a transaction the server shows the same activity again.
        await using var db = database.CreateContext();
        const string Waiting = """
            SELECT count(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;
        return await db.Database.SqlQueryRaw<int>(Waiting).SingleAsync() >= count;
    }
}
