using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Ingest;

internal sealed class StoredTracePartConfiguration : IEntityTypeConfiguration<StoredTracePart>
{
    public void Configure(EntityTypeBuilder<StoredTracePart> builder)
    {
        builder.ToTable("trace_parts");
        builder.HasKey(p => new { p.StoredTraceId, p.PartKey });
        builder.Property(p => p.PartKey).HasMaxLength(100);
        builder.Property(p => p.OutputId).HasMaxLength(300);
        builder.HasIndex(p => new { p.StoredTraceId, p.OutputId }).HasFilter("output_id IS NOT NULL");
        builder.HasOne<StoredTrace>().WithMany().HasForeignKey(p => p.StoredTraceId).OnDelete(DeleteBehavior.Cascade);
    }
}
