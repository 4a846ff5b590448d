using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Rubrics;

/// <summary>
/// The bridging sample of a new rubric version: items labeled under the previous version that are labeled again under the new one.
/// </summary>
public sealed class RubricBridge
{
    /// <summary>The new version.</summary>
    public long RubricVersionId { get; set; }

    public long FromVersionId { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public List<RubricBridgeItem> Items { get; set; } = [];
}

public sealed class RubricBridgeItem
{
    public long RubricVersionId { get; set; }

    public long InteractionId { get; set; }
}

internal sealed class RubricBridgeConfiguration : IEntityTypeConfiguration<RubricBridge>
{
    public void Configure(EntityTypeBuilder<RubricBridge> builder)
    {
        builder.ToTable("rubric_bridges", t => t.HasCheckConstraint("ck_rubric_bridges_versions", "rubric_version_id <> from_version_id"));
        builder.HasKey(b => b.RubricVersionId);
        builder.Property(b => b.RubricVersionId).ValueGeneratedNever();
        builder.HasOne<RubricVersion>().WithOne().HasForeignKey<RubricBridge>(b => b.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(b => b.FromVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

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
