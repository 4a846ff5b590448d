using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Evaluation;

internal sealed class JudgeRunItemConfiguration : IEntityTypeConfiguration<JudgeRunItem>
{
    public void Configure(EntityTypeBuilder<JudgeRunItem> builder)
    {
        builder.ToTable("judge_run_items");
        builder.HasKey(i => new { i.RunId, i.InteractionId });
        builder.Property(i => i.Error).HasMaxLength(1000);
        builder.HasIndex(i => i.InteractionId);
        builder.HasOne<JudgeRun>().WithMany(r => r.Items).HasForeignKey(i => i.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(i => i.InteractionId).OnDelete(DeleteBehavior.Restrict);
    }
}
