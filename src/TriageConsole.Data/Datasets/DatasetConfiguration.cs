using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Datasets;

internal sealed class DatasetConfiguration : IEntityTypeConfiguration<Dataset>
{
    public void Configure(EntityTypeBuilder<Dataset> builder)
    {
        builder.ToTable("datasets", t => t.HasCheckConstraint("ck_datasets_last_number", "last_number >= 0"));
        builder.Property(d => d.Name).HasMaxLength(100);
        builder.Property(d => d.CreatedBy).HasMaxLength(200);
        builder.Property(d => d.RowVersion).IsConcurrencyToken();
        builder.HasIndex(d => new { d.TenantId, d.Name }).IsUnique();
        builder.HasIndex(d => d.WorkflowId);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(d => new { d.TenantId, d.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
