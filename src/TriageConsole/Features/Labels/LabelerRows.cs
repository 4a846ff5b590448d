using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labels;

/// <summary>Finds or creates labelers in the context of the caller.</summary>
internal static class LabelerRows
{
    /// <summary>The labeler of a person.</summary>
    /// <exception cref="DbUpdateException">The row was inserted at the same time. A retry finds it.</exception>
    public static async Task<long> EnsurePersonAsync(
        TriageDbContext db,
        long tenantId,
        long userId,
        string name,
        CancellationToken cancellationToken
    )
    {
        var key = $"user:{userId}";
        if (
            await db
                .Labelers.Where(l => l.TenantId == tenantId && l.Key == key)
                .Select(l => (long?)l.Id)
                .SingleOrDefaultAsync(cancellationToken) is
            { } known
        )
            return known;
        var labeler = new Labeler
        {
            TenantId = tenantId,
            Key = key,
            Name = name,
            Kind = LabelerKind.Person,
            UserId = userId,
        };
        db.Labelers.Add(labeler);
        await db.SaveChangesAsync(cancellationToken);
        return labeler.Id;
    }

    /// <summary>The labeler of an LLM judge; null if the key belongs to a labeler of another kind.</summary>
    /// <exception cref="DbUpdateException">The row was inserted at the same time. A retry finds it.</exception>
    public static async Task<long?> EnsureJudgeAsync(TriageDbContext db, long tenantId, string key, CancellationToken cancellationToken)
    {
        var known = await db.Labelers.SingleOrDefaultAsync(l => l.TenantId == tenantId && l.Key == key, cancellationToken);
        if (known is not null)
            return known.Kind == LabelerKind.Judge ? known.Id : null;
        // The keys of people begin with user:, and a person can sign in for the first time later.
        if (key.StartsWith("user:", StringComparison.Ordinal))
            return null;
        var labeler = new Labeler
        {
            TenantId = tenantId,
            Key = key,
            Name = key,
            Kind = LabelerKind.Judge,
        };
        db.Labelers.Add(labeler);
        await db.SaveChangesAsync(cancellationToken);
        return labeler.Id;
    }

    /// <summary>The labelers of imported lines by key.</summary>
    public static async Task<Dictionary<string, long>> EnsureImportedAsync(
        TriageDbContext db,
        long tenantId,
        IEnumerable<LabelLine> lines,
        CancellationToken cancellationToken
    )
    {
        var wanted = lines.DistinctBy(l => l.LabelerId).ToDictionary(l => l.LabelerId, l => l.IsJudge);
        var keys = wanted.Keys.ToArray();
        var known = await db
            .Labelers.Where(l => l.TenantId == tenantId && keys.Contains(l.Key))
            .ToDictionaryAsync(l => l.Key, l => l.Id, cancellationToken);
        var fresh = wanted
            .Where(w => !known.ContainsKey(w.Key))
            .Select(w => new Labeler
            {
                TenantId = tenantId,
                Key = w.Key,
                Name = w.Key,
                Kind = w.Value ? LabelerKind.Judge : LabelerKind.Imported,
            })
            .ToList();
        db.Labelers.AddRange(fresh);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var labeler in fresh)
            known[labeler.Key] = labeler.Id;
        return known;
    }
}
