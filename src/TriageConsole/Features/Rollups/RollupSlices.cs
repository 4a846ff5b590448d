using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Rollups;

/// <summary>
/// The slices of traffic. Their number per workflow is limited; above it rare values are folded into one slice. Properties that must not be
/// mixed stay separate.
/// </summary>
internal static class RollupSlices
{
    /// <summary>The ids of slices by the hash of their keys. Missing ones are stored. The caller locks the workflows.</summary>
    public static async Task<Dictionary<string, long>> IdsAsync(
        TriageDbContext db,
        IReadOnlyCollection<Slice> slices,
        CancellationToken cancellationToken
    )
    {
        var ids = new Dictionary<string, long>();
        foreach (var workflow in slices.GroupBy(s => s.WorkflowId))
        {
            var known = await ReadIdsAsync(db, workflow.Key, [.. workflow.Select(s => s.KeyHash)], cancellationToken);
            var missing = workflow.Where(s => !known.ContainsKey(s.KeyHash)).ToList();
            if (missing.Count > 0)
                await AddSlicesAsync(db, workflow.Key, missing, known, cancellationToken);
            foreach (var (hash, id) in known)
                ids[hash] = id;
        }

        return ids;
    }

    private static async Task AddSlicesAsync(
        TriageDbContext db,
        long workflowId,
        List<Slice> missing,
        Dictionary<string, long> known,
        CancellationToken cancellationToken
    )
    {
        var free = Slice.Max - await db.Slices.CountAsync(s => s.WorkflowId == workflowId, cancellationToken);
        // Releases and models stay separate longer, because gates read them.
        var stored = missing.Select((s, n) => n < free ? s : Folded(s, keepsVersion: n < free + Slice.MaxVersions)).ToList();
        var folded = stored.Skip(Math.Max(0, free)).Select(s => s.KeyHash).ToArray();
        var there = folded.Length == 0 ? [] : await ReadIdsAsync(db, workflowId, folded, cancellationToken);
        var added = stored.DistinctBy(s => s.KeyHash).Where(s => !there.ContainsKey(s.KeyHash)).ToList();
        db.Slices.AddRange(added);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var slice in added)
            there[slice.KeyHash] = slice.Id;
        db.ChangeTracker.Clear();
        for (var n = 0; n < missing.Count; n++)
            known[missing[n].KeyHash] = there[stored[n].KeyHash];
    }

    private static async Task<Dictionary<string, long>> ReadIdsAsync(
        TriageDbContext db,
        long workflowId,
        string[] hashes,
        CancellationToken cancellationToken
    ) =>
        await db
            .Slices.Where(s => s.WorkflowId == workflowId && hashes.Contains(s.KeyHash))
            .Select(s => new { s.KeyHash, s.Id })
            .ToDictionaryAsync(s => s.KeyHash, s => s.Id, cancellationToken);

    /// <summary>The slice that an interaction is counted in.</summary>
    public static Slice Of(Interaction i) =>
        Hashed(
            new Slice
            {
                TenantId = i.TenantId,
                WorkflowId = i.WorkflowId,
                KeyHash = "",
                Release = i.Release,
                Model = ReleaseName.OfModel(i.ModelId, i.ModelVersion),
                Segment = i.Segment,
                Country = i.Country,
                OutcomeMetric = i.OutcomeMetric,
                Currency = i.Cost is null ? null : i.Currency ?? "?",
                Shadow = i.Shadow,
                TimeIsReal = i.TimeIsReal,
                Overlap = i.Overlap,
            }
        );

    /// <summary>A folded slice above the limit: it keeps only the properties that must not be mixed.</summary>
    private static Slice Folded(Slice s, bool keepsVersion) =>
        Hashed(
            new Slice
            {
                TenantId = s.TenantId,
                WorkflowId = s.WorkflowId,
                KeyHash = "",
                Release = keepsVersion || s.Release is null ? s.Release : Slice.Other,
                Model = keepsVersion ? s.Model : Slice.Other,
                Segment = s.Segment is null ? null : Slice.Other,
                Country = s.Country is null ? null : Slice.Other,
                OutcomeMetric = s.OutcomeMetric,
                Currency = s.Currency,
                Shadow = s.Shadow,
                TimeIsReal = s.TimeIsReal,
                Overlap = s.Overlap,
            }
        );

    private static Slice Hashed(Slice s)
    {
        var text = string.Join(
            '\u001f',
            s.WorkflowId,
            s.Release ?? "\0",
            s.Model,
            s.Segment ?? "\0",
            s.Country ?? "\0",
            s.OutcomeMetric ?? "\0",
            s.Currency ?? "\0",
            s.Shadow,
            s.TimeIsReal
        );
        // Slices from before the overlap was stored keep their hash.
        if (s.Overlap != ArmOverlap.None)
            text += $"\u001f{s.Overlap}";
        s.KeyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
        return s;
    }
}
