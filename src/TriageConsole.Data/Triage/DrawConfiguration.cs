using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Triage;

internal sealed class DrawConfiguration : IEntityTypeConfiguration<Draw>
{
    public void Configure(EntityTypeBuilder<Draw> builder)
    {
        builder.ToTable("draws", t => t.HasCheckConstraint("ck_draws_counts", "drawn >= 0 AND drawn <= candidates AND threshold >= 0"));
        builder.HasIndex(d => new { d.WorkflowId, d.At });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(d => new { d.TenantId, d.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
