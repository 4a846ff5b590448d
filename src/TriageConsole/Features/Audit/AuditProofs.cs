using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.AuditLog;
using TriageConsole.Core.Common;
using TriageConsole.Data;

namespace TriageConsole.Features.Audit;

/// <summary>Proves single entries of the audit log. It needs no permission check: only the command line uses it.</summary>
public sealed class AuditProofs(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>
    /// Proves an entry by the first checkpoint that covers it. Reads the hash of every entry up to that checkpoint: 32 bytes each.
    /// </summary>
    public async Task<Result<AuditProof>> ProveAsync(long number, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.AuditLog.AsNoTracking().SingleOrDefaultAsync(r => r.Number == number, cancellationToken) is not { } row)
            return Error.NotFound($"The audit log has no entry {number}.");
        var checkpoint = await db
            .AuditCheckpoints.AsNoTracking()
            .Where(c => c.Size >= number)
            .OrderBy(c => c.Size)
            .FirstOrDefaultAsync(cancellationToken);
        if (checkpoint is null)
            return Error.Conflict($"No checkpoint covers entry {number} yet. The next one will.");
        var leaves = await db
            .AuditLog.Where(r => r.Number <= checkpoint.Size)
            .OrderBy(r => r.Number)
            .Select(r => r.Hash)
            .ToArrayAsync(cancellationToken);
        if (leaves.Length != checkpoint.Size)
            return Error.Conflict("Entries are missing. Run 'audit verify'.");
        var changes = await db
            .AuditCheckpoints.Where(c => c.Size < checkpoint.Size && db.AuditKeys.Any(k => k.FirstSize == c.Size))
            .OrderBy(c => c.Size)
            .Select(c => c.Note)
            .ToListAsync(cancellationToken);
        var path = MerkleProof.Inclusion(leaves, (int)(number - 1));
        return Result.Done("", new AuditProof(AuditSequencer.Entry(row), checkpoint.Note, path, changes));
    }
}
