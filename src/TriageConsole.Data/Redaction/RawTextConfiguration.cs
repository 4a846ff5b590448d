using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Redaction;

internal sealed class RawTextConfiguration : IEntityTypeConfiguration<RawText>
{
    public void Configure(EntityTypeBuilder<RawText> builder)
    {
        builder.ToTable("raw_texts");
        builder.HasKey(t => t.InteractionId);
        builder.Property(t => t.InteractionId).ValueGeneratedNever();
        builder.HasIndex(t => t.ExpiresAt);
        builder.HasIndex(t => t.SubjectKeyId);
        builder.HasOne<Interaction>().WithOne().HasForeignKey<RawText>(t => t.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<SubjectKey>().WithMany().HasForeignKey(t => t.SubjectKeyId).OnDelete(DeleteBehavior.Cascade);
    }
}
