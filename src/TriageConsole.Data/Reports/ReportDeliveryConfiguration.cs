using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Reports;

internal sealed class ReportDeliveryConfiguration : IEntityTypeConfiguration<ReportDelivery>
{
    public void Configure(EntityTypeBuilder<ReportDelivery> builder)
    {
        builder.ToTable("report_deliveries", t => t.HasCheckConstraint("ck_report_deliveries_end", "sent_at IS NULL OR failed_at IS NULL"));
        builder.Property(d => d.Week).HasMaxLength(8);
        builder.Property(d => d.Reason).HasMaxLength(500);
        builder
            .HasIndex(d => new
            {
                d.WorkflowId,
                d.Week,
                d.Channel,
                d.RecipientId,
            })
            .IsUnique();
        builder.HasIndex(d => d.NextAttemptAt).HasFilter("sent_at IS NULL AND failed_at IS NULL");
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(d => new { d.TenantId, d.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
