using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

internal sealed class ExperimentArmConfiguration : IEntityTypeConfiguration<ExperimentArm>
{
    public void Configure(EntityTypeBuilder<ExperimentArm> builder)
    {
        builder.ToTable("experiment_arms", t => t.HasCheckConstraint("ck_experiment_arms_share", "share >= 0 AND share <= 1"));
        builder.HasKey(a => new { a.ExperimentId, a.ReleaseId });
        builder.HasIndex(a => a.ReleaseId);
        builder
            .HasOne<Experiment>()
            .WithMany(e => e.Arms)
            .HasForeignKey(a => new { a.WorkflowId, a.ExperimentId })
            .HasPrincipalKey(e => new { e.WorkflowId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(a => new { a.WorkflowId, a.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
