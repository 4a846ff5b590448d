using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Redaction;

internal sealed class RawFeedbackConfiguration : IEntityTypeConfiguration<RawFeedback>
{
    public void Configure(EntityTypeBuilder<RawFeedback> builder)
    {
        builder.ToTable("raw_feedback");
        builder.HasKey(t => new { t.InteractionId, t.SignalKey });
        builder.Property(t => t.SignalKey).HasMaxLength(100);
        builder.HasIndex(t => t.ExpiresAt);
        builder.HasIndex(t => t.SubjectKeyId);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(t => t.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<SubjectKey>().WithMany().HasForeignKey(t => t.SubjectKeyId).OnDelete(DeleteBehavior.Cascade);
    }
}
