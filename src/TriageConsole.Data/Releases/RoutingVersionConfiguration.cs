using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

internal sealed class RoutingVersionConfiguration : IEntityTypeConfiguration<RoutingVersion>
{
    public void Configure(EntityTypeBuilder<RoutingVersion> builder)
    {
        builder.ToTable("routing_versions", t => t.HasCheckConstraint("ck_routing_versions_one", "id = 1"));
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.HasData(new RoutingVersion { Id = RoutingVersion.OnlyId, Version = 1 });
    }
}
