using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Ingest;

/// <summary>The settings of a workflow that scoring and ranking use.</summary>
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

    /// <summary>The configured direction for the workflow's own metric; for any other metric a guess from its name.</summary>
    public bool LowerIsBetter(string metric) =>
        Configured && metric == OutcomeMetric
            ? OutcomeDirection == OutcomeDirection.LowerIsBetter
            : OutcomeReading.LooksLowerIsBetter(metric);

    /// <summary>
    /// Loads the settings of a batch's workflows in one query. A workflow that does not exist is created as unconfigured, unless the tenant
    /// has reached its maximum.
    /// </summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="keys">Keys of the workflows of new interactions, without duplicates. The first ones are created first.</param>
    /// <param name="ids">Workflows of stored interactions.</param>
    /// <param name="standardMax">The maximum number of workflows of a tenant without its own setting.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
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
        // Locks the tenant. Parallel batches count one after the other, so together they cannot exceed the limit.
        await db.Tenants.Where(t => t.Id == tenantId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Name, t => t.Name), cancellationToken);
        var max = await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.MaxWorkflows).SingleAsync(cancellationToken) ?? standardMax;
        var known = await db
            .Workflows.Where(w => w.TenantId == tenantId && keys.Contains(w.Key))
            .Select(w => w.Key)
            .ToListAsync(cancellationToken);
        var free = max - await db.Workflows.CountAsync(w => w.TenantId == tenantId, cancellationToken);
        if (free <= 0)
            return;
        await WorkflowRows.AddAsync(db, tenantId, keys.Except(known).Take(free), now, cancellationToken);
    }

    /// <summary>Loads the settings of one workflow.</summary>
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
