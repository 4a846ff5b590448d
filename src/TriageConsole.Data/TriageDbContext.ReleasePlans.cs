using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;

namespace TriageConsole.Data;

/// <summary>The tables of approvals, plans and freezes of releases.</summary>
public sealed partial class TriageDbContext
{
    public DbSet<ReleaseApproval> ReleaseApprovals => Set<ReleaseApproval>();

    public DbSet<ReleaseApprovalRemark> ReleaseApprovalRemarks => Set<ReleaseApprovalRemark>();

    public DbSet<ReleasePlan> ReleasePlans => Set<ReleasePlan>();

    public DbSet<ReleaseFreeze> ReleaseFreezes => Set<ReleaseFreeze>();
}
