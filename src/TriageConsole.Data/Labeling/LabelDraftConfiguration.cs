using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Labeling;

internal sealed class LabelDraftConfiguration : IEntityTypeConfiguration<LabelDraft>
{
    public void Configure(EntityTypeBuilder<LabelDraft> builder)
    {
        builder.ToTable("label_drafts");
        builder.HasKey(d => d.AssignmentId);
        builder.Property(d => d.AssignmentId).ValueGeneratedNever();
        builder.HasOne<Assignment>().WithOne().HasForeignKey<LabelDraft>(d => d.AssignmentId).OnDelete(DeleteBehavior.Cascade);
    }
}
