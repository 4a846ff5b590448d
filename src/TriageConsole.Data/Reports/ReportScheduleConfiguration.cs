using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Reports;

internal sealed class ReportScheduleConfiguration : IEntityTypeConfiguration<ReportSchedule>
{
    public void Configure(EntityTypeBuilder<ReportSchedule> builder)
    {
        builder.ToTable(
            "report_schedules",
            t => t.HasCheckConstraint("ck_report_schedules_time", "day BETWEEN 0 AND 6 AND minute BETWEEN 0 AND 1439")
        );
        builder.HasKey(s => s.WorkflowId);
        builder.Property(s => s.WorkflowId).ValueGeneratedNever();
        builder.Property(s => s.TimeZone).HasMaxLength(64);
        builder.Property(s => s.SetBy).HasMaxLength(256);
        builder.Property(s => s.RowVersion).IsConcurrencyToken();
        builder.HasIndex(s => s.NextAt);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(s => s.SetById).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
