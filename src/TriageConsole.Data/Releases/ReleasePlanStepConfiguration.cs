using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

internal sealed class ReleasePlanStepConfiguration : IEntityTypeConfiguration<ReleasePlanStep>
{
    public void Configure(EntityTypeBuilder<ReleasePlanStep> builder)
    {
        builder.ToTable(
            "release_plan_steps",
            t =>
                t.HasCheckConstraint(
                    "ck_release_plan_steps_range",
                    "number >= 1 AND share >= 0.01 AND share <= 0.9 AND hold_minutes BETWEEN 1 AND 86400"
                )
        );
        builder.HasKey(s => new { s.PlanId, s.Number });
        builder.HasOne<ReleasePlan>().WithMany(p => p.Steps).HasForeignKey(s => s.PlanId).OnDelete(DeleteBehavior.Cascade);
    }
}
