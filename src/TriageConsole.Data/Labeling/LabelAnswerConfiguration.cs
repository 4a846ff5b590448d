using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Labeling;

internal sealed class LabelAnswerConfiguration : IEntityTypeConfiguration<LabelAnswer>
{
    public void Configure(EntityTypeBuilder<LabelAnswer> builder)
    {
        builder.ToTable("label_answers");
        builder.HasKey(a => new { a.LabelId, a.Criterion });
        builder.Property(a => a.Criterion).HasMaxLength(100);
        builder.HasOne<Label>().WithMany(l => l.Answers).HasForeignKey(a => a.LabelId).OnDelete(DeleteBehavior.Cascade);
    }
}
