using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Rubrics;

internal sealed class RubricBridgeItemConfiguration : IEntityTypeConfiguration<RubricBridgeItem>
{
    public void Configure(EntityTypeBuilder<RubricBridgeItem> builder)
    {
        builder.ToTable("rubric_bridge_items");
        builder.HasKey(i => new { i.RubricVersionId, i.InteractionId });
        builder.HasOne<RubricBridge>().WithMany(b => b.Items).HasForeignKey(i => i.RubricVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(i => i.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
