using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

internal sealed class ArmShareConfiguration : IEntityTypeConfiguration<ArmShare>
{
    public void Configure(EntityTypeBuilder<ArmShare> builder)
    {
        builder.ToTable("arm_shares", t => t.HasCheckConstraint("ck_arm_shares_share", "share >= 0 AND share <= 1"));
        builder.HasKey(s => new
        {
            s.ExperimentId,
            s.ReleaseId,
            s.At,
        });
        builder.HasOne<ExperimentArm>().WithMany().HasForeignKey(s => new { s.ExperimentId, s.ReleaseId }).OnDelete(DeleteBehavior.Cascade);
    }
}
