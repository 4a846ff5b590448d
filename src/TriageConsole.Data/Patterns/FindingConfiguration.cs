using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

internal sealed class FindingConfiguration : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> builder)
    {
        builder.ToTable("findings", t => t.HasCheckConstraint("ck_findings_level", "level IN (1, 2)"));
        builder.Property(f => f.Subject).HasMaxLength(300);
        builder.Property(f => f.Explanation).HasMaxLength(1000);
        builder
            .HasIndex(f => new
            {
                f.WorkflowId,
                f.Kind,
                f.Subject,
            })
            .IsUnique();
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(f => new { f.TenantId, f.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
