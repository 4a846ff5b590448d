using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>The stored numbers of placeholders, in the transaction of the caller.</summary>
internal static class SessionNumbers
{
    public static Task StoreAsync(
        TriageDbContext db,
        IProviderStatements statements,
        List<SessionPlaceholder> rows,
        CancellationToken cancellationToken
    )
    {
        // The same order in all batches, so that two of them do not wait for each other.
        rows.Sort((a, b) => string.CompareOrdinal($"{a.SessionHash}{a.Word}{a.Number:D9}", $"{b.SessionHash}{b.Word}{b.Number:D9}"));
        return statements.BulkLoadAsync(db, rows, cancellationToken);
    }

    public static Task<int> ForgetAsync(TriageDbContext db, long tenantId, string[] sessions, CancellationToken cancellationToken) =>
        db.SessionPlaceholders.Where(p => p.TenantId == tenantId && sessions.Contains(p.SessionHash)).ExecuteDeleteAsync(cancellationToken);
}
