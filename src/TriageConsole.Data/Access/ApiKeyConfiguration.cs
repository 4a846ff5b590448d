using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Access;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable(
            "api_keys",
            t => t.HasCheckConstraint("ck_api_keys_limits", "requests_per_second > 0 AND burst > 0 AND refused_requests >= 0")
        );
        builder.Property(k => k.Name).HasMaxLength(200);
        builder.Property(k => k.KeyId).HasMaxLength(32);
        builder.Property(k => k.SecretHash).HasMaxLength(64);
        builder.Property(k => k.Scopes).HasMaxLength(200);
        builder.Property(k => k.DefaultWorkflow).HasMaxLength(200);
        builder.Property(k => k.Kind).HasDefaultValue(ApiKeyKind.Secret);
        builder.HasMany(k => k.Origins).WithOne().HasForeignKey(o => o.ApiKeyId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(k => k.KeyId).IsUnique();
        builder.HasOne(k => k.Tenant).WithMany().HasForeignKey(k => k.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
