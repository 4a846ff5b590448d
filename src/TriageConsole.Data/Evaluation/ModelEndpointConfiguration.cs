using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Evaluation;

internal sealed class ModelEndpointConfiguration : IEntityTypeConfiguration<ModelEndpoint>
{
    public void Configure(EntityTypeBuilder<ModelEndpoint> builder)
    {
        builder.ToTable("model_endpoints");
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.BaseUrl).HasMaxLength(500);
        builder.Property(e => e.Model).HasMaxLength(200);
        builder.Property(e => e.CreatedBy).HasMaxLength(256);
        builder.Property(e => e.RowVersion).IsConcurrencyToken();
        builder.HasAlternateKey(e => new { e.TenantId, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.Name }).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
