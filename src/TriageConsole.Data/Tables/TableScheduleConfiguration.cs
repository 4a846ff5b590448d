using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Tables;

internal sealed class TableScheduleConfiguration : IEntityTypeConfiguration<TableSchedule>
{
    public void Configure(EntityTypeBuilder<TableSchedule> builder)
    {
        builder.ToTable(
            "table_schedules",
            t =>
                t.HasCheckConstraint(
                    "ck_table_schedules_ranges",
                    "period BETWEEN 0 AND 1 AND format BETWEEN 0 AND 2 AND days BETWEEN 1 AND 366 AND kept BETWEEN 1 AND 1000 "
                        + "AND attempts >= 0"
                )
        );
        builder.Property(s => s.CreatedBy).HasMaxLength(200);
        builder.Property(s => s.LastError).HasMaxLength(1000);
        builder.HasIndex(s => new { s.TenantId, s.WorkflowId });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
