using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>Reads requests for approval. The caller has checked the rights.</summary>
internal static class ApprovalReader
{
    private const int MaxRequests = 50;

    /// <summary>All requests of a release, the newest first.</summary>
    public static async Task<IReadOnlyList<ApprovalRow>> OfReleaseAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        long releaseId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .ReleaseApprovals.AsNoTracking()
                .Include(a => a.Remarks)
                .Where(a => a.TenantId == tenantId && a.WorkflowId == workflowId && a.ReleaseId == releaseId)
                .OrderByDescending(a => a.Id)
                .Take(MaxRequests)
                .ToListAsync(cancellationToken)
        ).ConvertAll(Row);

    /// <summary>The approvals of a workflow that have not been used.</summary>
    public static Task<List<GivenApproval>> GivenAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        CancellationToken cancellationToken
    ) =>
        db
            .ReleaseApprovals.Where(a => a.TenantId == tenantId && a.WorkflowId == workflowId && a.State == ApprovalState.Approved)
            .Select(a => new GivenApproval(a.ReleaseId, a.Kind, a.RequestedById, a.RequestedBy, a.AnsweredById, a.Steps))
            .ToListAsync(cancellationToken);

    /// <summary>The open requests of many workflows, the oldest first.</summary>
    public static async Task<ILookup<long, OpenApproval>> OpenAsync(
        TriageDbContext db,
        IReadOnlyCollection<long> workflowIds,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .ReleaseApprovals.Where(a => workflowIds.Contains(a.WorkflowId) && a.State == ApprovalState.Open)
                .OrderBy(a => a.Id)
                .Select(a => new
                {
                    a.WorkflowId,
                    Open = new OpenApproval(
                        a.ReleaseId,
                        db.Releases.Where(r => r.Id == a.ReleaseId).Select(r => r.Name).First(),
                        a.Kind,
                        a.RequestedById,
                        a.RequestedBy,
                        a.RequestedAt,
                        a.Remarks.OrderBy(r => r.Id).Select(r => r.Text).FirstOrDefault() ?? ""
                    ),
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(a => a.WorkflowId, a => a.Open);

    private static ApprovalRow Row(ReleaseApproval a) =>
        new(
            a.Id,
            a.Kind,
            a.State,
            a.Steps,
            a.RequestedById,
            a.RequestedBy,
            a.RequestedAt,
            a.AnsweredById,
            a.AnsweredBy,
            a.ExpiresAt,
            a.RowVersion,
            [.. a.Remarks.OrderBy(r => r.Id).Select(r => new ApprovalRemarkRow(r.Step, r.At, r.By, r.Text))]
        );
}
