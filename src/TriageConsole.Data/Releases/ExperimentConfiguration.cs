using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ExperimentConfiguration : IEntityTypeConfiguration<Experiment>
{
    public void Configure(EntityTypeBuilder<Experiment> builder)
    {
        builder.ToTable("experiments");
        builder.Property(e => e.StartedBy).HasMaxLength(256);
        builder.Property(e => e.EndReason).HasMaxLength(500);
        builder.Property(e => e.RowVersion).IsConcurrencyToken();
        builder.HasIndex(e => e.WorkflowId).IsUnique().HasFilter("is_running = {true}").HasDatabaseName("IX_Experiments_Running");
        builder.HasIndex(e => new { e.WorkflowId, e.StartedAt });
        builder.HasAlternateKey(e => new { e.WorkflowId, e.Id });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(e => new { e.TenantId, e.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
