using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rollups;

internal sealed class SliceConfiguration : IEntityTypeConfiguration<Slice>
{
    public void Configure(EntityTypeBuilder<Slice> builder)
    {
        builder.ToTable("slices");
        builder.Ignore(s => s.Version);
        builder.Property(s => s.KeyHash).HasMaxLength(32);
        builder.Property(s => s.Release).HasMaxLength(300);
        builder.Property(s => s.Model).HasMaxLength(601);
        builder.Property(s => s.Segment).HasMaxLength(300);
        builder.Property(s => s.Country).HasMaxLength(300);
        builder.Property(s => s.OutcomeMetric).HasMaxLength(300);
        builder.Property(s => s.Currency).HasMaxLength(10);
        builder.Property(s => s.Overlap).HasDefaultValue(ArmOverlap.None);
        builder.HasIndex(s => new { s.WorkflowId, s.KeyHash }).IsUnique();
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
