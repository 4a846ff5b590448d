using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Agreement;

internal sealed class DisagreementConfiguration : IEntityTypeConfiguration<Disagreement>
{
    public void Configure(EntityTypeBuilder<Disagreement> builder)
    {
        builder.ToTable("disagreements", t => t.HasCheckConstraint("ck_disagreements_severity", "severity >= 0 AND severity <= 1"));
        builder.HasKey(d => d.InteractionId);
        builder.Property(d => d.InteractionId).ValueGeneratedNever();
        builder.Property(d => d.Questions).HasMaxLength(4000);
        builder
            .HasIndex(d => new
            {
                d.WorkflowId,
                d.State,
                d.Severity,
                d.InteractionId,
            })
            .IsDescending(false, false, true, false);
        builder.HasOne<Interaction>().WithOne().HasForeignKey<Disagreement>(d => d.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(d => new { d.TenantId, d.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
