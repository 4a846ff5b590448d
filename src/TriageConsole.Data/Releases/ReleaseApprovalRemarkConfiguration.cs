using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;

namespace TriageConsole.Data.Releases;

internal sealed class ReleaseApprovalRemarkConfiguration : IEntityTypeConfiguration<ReleaseApprovalRemark>
{
    public void Configure(EntityTypeBuilder<ReleaseApprovalRemark> builder)
    {
        builder.ToTable(
            "release_approval_remarks",
            t =>
            {
                t.HasTrigger("release_approval_remarks_stay");
                t.HasCheckConstraint("ck_release_approval_remarks_step", "step BETWEEN 0 AND 7");
            }
        );
        builder.Property(r => r.By).HasMaxLength(256);
        builder.Property(r => r.Text).HasMaxLength(2000);
        builder.HasIndex(r => r.ApprovalId);
        builder.HasOne<ReleaseApproval>().WithMany(a => a.Remarks).HasForeignKey(r => r.ApprovalId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
