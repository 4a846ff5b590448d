using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Gates;

namespace TriageConsole.Features.Releases.Approvals;

/// <summary>
/// What an approval holds for. It becomes void if the release changes its state or its components, if another release goes live, if the
/// gate settings change, or if a gate gets worse than at the answer. A gate that gets better changes nothing.
/// </summary>
internal static class ApprovalBinding
{
    public static async Task BindAsync(
        TriageDbContext db,
        ReleaseApproval approval,
        Release release,
        GateContext context,
        GateReport report,
        CancellationToken cancellationToken
    )
    {
        (approval.TransitionNumber, approval.LiveReleaseId, approval.PolicyVersion) = (
            release.TransitionNumber,
            context.Live?.Id,
            context.Policy.RowVersion
        );
        approval.ContentHash = await HashAsync(db, release.Id, cancellationToken);
        approval.Gates = report.ToJson();
    }

    /// <summary>Why the approval no longer holds; null if it does.</summary>
    public static async Task<string?> ChangedAsync(
        TriageDbContext db,
        ReleaseApproval approval,
        Release release,
        GateContext context,
        GateReport report,
        CancellationToken cancellationToken
    )
    {
        if (approval.TransitionNumber != release.TransitionNumber)
            return $"{release.Name} is {release.State.Words()} now.";
        if (approval.LiveReleaseId != context.Live?.Id)
            return context.Live is { } live ? $"{live.Name} went live." : "No release is live any more.";
        if (approval.PolicyVersion != context.Policy.RowVersion)
            return "The gate settings were changed.";
        if (approval.ContentHash != await HashAsync(db, release.Id, cancellationToken))
            return "A component was changed.";
        return Worse(GateReport.Parse(approval.Gates), report.Gates) is { } gate ? $"{gate.Name} got worse: {gate.Explanation}" : null;
    }

    /// <summary>The first gate that got worse: it passed and does not any more, or it waited and fails now.</summary>
    public static GateResult? Worse(IReadOnlyList<GateResult> before, IReadOnlyList<GateResult> now) =>
        now.WorstFirst()
            .FirstOrDefault(g =>
                before.FirstOrDefault(b => (b.Kind, b.Name) == (g.Kind, g.Name)) is { } old && Rank(g.Answer) > Rank(old.Answer)
            );

    private static int Rank(GateAnswer answer) =>
        answer switch
        {
            GateAnswer.Pass => 0,
            GateAnswer.NotEnoughEvidence => 1,
            _ => 2,
        };

    private static async Task<string> HashAsync(TriageDbContext db, long releaseId, CancellationToken cancellationToken)
    {
        var parts = await db
            .ReleaseComponents.Where(c => c.ReleaseId == releaseId)
            .OrderBy(c => c.ComponentVersionId)
            .Select(c => new
            {
                c.ComponentVersionId,
                c.ComponentVersion!.ContentHash,
                IsWithdrawn = c.ComponentVersion.WithdrawnAt != null,
            })
            .ToListAsync(cancellationToken);
        return Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join('\n', parts.Select(p => $"{p.ComponentVersionId} {p.ContentHash} {(p.IsWithdrawn ? "withdrawn" : "")}"))
                )
            )
        );
    }
}
