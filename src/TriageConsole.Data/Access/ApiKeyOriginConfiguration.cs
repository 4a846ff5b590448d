using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Access;

internal sealed class ApiKeyOriginConfiguration : IEntityTypeConfiguration<ApiKeyOrigin>
{
    public void Configure(EntityTypeBuilder<ApiKeyOrigin> builder)
    {
        builder.ToTable("api_key_origins");
        builder.HasKey(o => new { o.ApiKeyId, o.Origin });
        builder.Property(o => o.Origin).HasMaxLength(300);
        builder.HasIndex(o => o.Origin);
    }
}
