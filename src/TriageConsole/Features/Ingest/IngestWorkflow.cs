using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Ingest;

/// <summary>What scoring and ranking need to know of a workflow.</summary>
public sealed record IngestWorkflow(
    long Id,
    string Key,
    bool Configured,
    string? OutcomeMetric,
    OutcomeDirection OutcomeDirection,
    double Threshold,
    double Impact,
    int LabelsPerItem,
    int LabelsPerAuditItem,
    double AuditProbability,
    double BudgetShare,
    int BudgetFloor,
    IReadOnlyDictionary<string, double> SegmentWeights,
    IReadOnlyDictionary<string, double> RoleWeights,
    IReadOnlyDictionary<string, FeedbackScale> Scales,
    SignalWeights Weights
)
{
    public double SegmentWeight(string? segment) => segment is not null && SegmentWeights.TryGetValue(segment, out var weight) ? weight : 1;

    public double RoleWeight(string? role) => role is not null && RoleWeights.TryGetValue(role, out var weight) ? weight : 1;

    /// <summary>As configured for the workflow's own metric; guessed by the name for any other.</summary>
    public bool LowerIsBetter(string metric) =>
        Configured && metric == OutcomeMetric
            ? OutcomeDirection == OutcomeDirection.LowerIsBetter
            : OutcomeReading.LooksLowerIsBetter(metric);

    /// <summary>
    /// The settings of the workflows of a batch, in one read. One first seen now is created as unconfigured, unless the tenant has as many
    /// as it may have.
    /// </summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="keys">Workflows of new interactions, each once; of those to create the first come first.</param>
    /// <param name="ids">Workflows of stored interactions.</param>
    /// <param name="standardMax">How many a tenant may have that has no setting of its own.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<IngestWorkflows> LoadAsync(
        TriageDbContext db,
        long tenantId,
        IReadOnlyCollection<string> keys,
        IReadOnlyCollection<long> ids,
        int standardMax,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var wanted = db.Workflows.Where(w => w.TenantId == tenantId && (keys.Contains(w.Key) || ids.Contains(w.Id)));
        var found = await ReadAsync(wanted, cancellationToken);
        if (keys.Except(found.Select(w => w.Key)).Any())
        {
            await CreateAsync(db, tenantId, keys, standardMax, now, cancellationToken);
            found = await ReadAsync(wanted, cancellationToken);
        }

        return new IngestWorkflows(found);
    }

    private static async Task CreateAsync(
        TriageDbContext db,
        long tenantId,
        IReadOnlyCollection<string> keys,
        int standardMax,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Locks the tenant: parallel batches count one after the other, and none exceeds the limit together with another.
        await db.Tenants.Where(t => t.Id == tenantId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Name, t => t.Name), cancellationToken);
        var max = await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.MaxWorkflows).SingleAsync(cancellationToken) ?? standardMax;
        var known = await db
            .Workflows.Where(w => w.TenantId == tenantId && keys.Contains(w.Key))
            .Select(w => w.Key)
            .ToListAsync(cancellationToken);
        var room = max - await db.Workflows.CountAsync(w => w.TenantId == tenantId, cancellationToken);
        if (room <= 0)
            return;
        db.Workflows.AddRange(
            keys.Except(known)
                .Take(room)
                .Select(key => new Workflow
                {
                    TenantId = tenantId,
                    Key = key,
                    Name = key,
                    CreatedAt = now,
                })
        );
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>The settings of one workflow.</summary>
    internal static async Task<IngestWorkflow> LoadAsync(TriageDbContext db, long id, CancellationToken cancellationToken) =>
        (await ReadAsync(db.Workflows.Where(w => w.Id == id), cancellationToken)).Single();

    private static async Task<List<IngestWorkflow>> ReadAsync(IQueryable<Workflow> workflows, CancellationToken cancellationToken) =>
        (
            await workflows
                .Select(w => new { Workflow = w, Weights = w.SuspicionWeights!.Definition })
                .AsNoTracking()
                .ToListAsync(cancellationToken)
        ).ConvertAll(r => Of(r.Workflow, r.Weights));

    private static IngestWorkflow Of(Workflow w, string? weights) =>
        new(
            w.Id,
            w.Key,
            w.Configured,
            w.OutcomeMetric,
            w.OutcomeDirection,
            w.ReviewThreshold,
            w.BaseImpact * w.ValuePerUnit,
            w.LabelsPerItem,
            w.LabelsPerAuditItem,
            Math.Max(w.AuditShare, w.AuditProbability),
            w.BudgetShare,
            w.BudgetFloor,
            JsonSerializer.Deserialize<Dictionary<string, double>>(w.SegmentWeights) ?? [],
            JsonSerializer.Deserialize<Dictionary<string, double>>(w.RoleWeights) ?? [],
            FeedbackScale.ParseAll(w.FeedbackScales),
            weights is null ? SignalWeights.Default : SignalWeights.Parse(weights)
        );
}
