using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Labeling;

internal sealed class LabelSuggestionConfiguration : IEntityTypeConfiguration<LabelSuggestion>
{
    public void Configure(EntityTypeBuilder<LabelSuggestion> builder)
    {
        builder.ToTable("label_suggestions", t => t.HasCheckConstraint("ck_label_suggestions_source", "source >= 0 AND source <= 1"));
        builder.HasKey(s => new { s.LabelId, s.Criterion });
        builder.Property(s => s.Criterion).HasMaxLength(100);
        builder.HasOne<Label>().WithMany(l => l.Suggestions).HasForeignKey(s => s.LabelId).OnDelete(DeleteBehavior.Cascade);
    }
}
