using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Evaluation;

internal sealed class EvalItemConfiguration : IEntityTypeConfiguration<EvalItem>
{
    private const int KeyLength = 300;

    public void Configure(EntityTypeBuilder<EvalItem> builder)
    {
        builder.ToTable(
            "eval_items",
            t =>
            {
                t.HasCheckConstraint("ck_eval_items_state", "state BETWEEN 0 AND 3 AND (state <> 3 OR error IS NOT NULL)");
                t.HasCheckConstraint(
                    "ck_eval_items_golden",
                    "(golden_item_id IS NULL AND golden_number IS NULL) OR (golden_item_id IS NOT NULL AND golden_number IS NOT NULL)"
                );
            }
        );
        builder.Property(i => i.TraceId).HasMaxLength(KeyLength);
        builder.Property(i => i.TaskId).HasMaxLength(KeyLength);
        builder.Property(i => i.InputHash).HasMaxLength(KeyLength);
        builder.Property(i => i.Preview).HasMaxLength(200);
        builder.Property(i => i.LiveVersion).HasMaxLength(2 * KeyLength + 1);
        builder.Property(i => i.Error).HasMaxLength(1000);
        builder.HasIndex(i => new { i.RunId, i.Ordinal }).IsUnique();
        builder.HasIndex(i => i.InteractionId);
        builder.HasOne<EvalRun>().WithMany(r => r.Items).HasForeignKey(i => i.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(i => i.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<GoldenVersion>()
            .WithMany()
            .HasForeignKey(i => new { i.GoldenItemId, i.GoldenNumber })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
