using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Tables;

internal sealed class TableExportConfiguration : IEntityTypeConfiguration<TableExport>
{
    public void Configure(EntityTypeBuilder<TableExport> builder)
    {
        builder.ToTable(
            "table_exports",
            t => t.HasCheckConstraint("ck_table_exports_range", "from_time < to_time AND rows >= 0 AND bytes >= 0")
        );
        builder.Property(e => e.Name).HasMaxLength(900);
        builder.Property(e => e.Sha256).HasMaxLength(64);
        builder.HasIndex(e => new { e.ScheduleId, e.ToTime }).IsUnique();
        builder.HasIndex(e => new { e.TenantId, e.WorkflowId });
        // The files are deleted before their schedule.
        builder.HasOne<TableSchedule>().WithMany().HasForeignKey(e => e.ScheduleId).OnDelete(DeleteBehavior.Restrict);
    }
}
