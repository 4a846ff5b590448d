using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

internal sealed class AttributeBucketsConfiguration : IEntityTypeConfiguration<AttributeBuckets>
{
    public void Configure(EntityTypeBuilder<AttributeBuckets> builder)
    {
        builder.ToTable("attribute_buckets");
        builder.HasKey(b => new { b.WorkflowId, b.Attribute });
        builder.Property(b => b.Attribute).HasMaxLength(200);
        builder.Property(b => b.Edges).HasMaxLength(1000);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(b => b.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
