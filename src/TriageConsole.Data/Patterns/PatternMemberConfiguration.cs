using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Patterns;

internal sealed class PatternMemberConfiguration : IEntityTypeConfiguration<PatternMember>
{
    public void Configure(EntityTypeBuilder<PatternMember> builder)
    {
        builder.ToTable("pattern_members");
        builder.HasKey(m => new { m.PatternId, m.InteractionId });
        builder.HasIndex(m => m.InteractionId);
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(m => m.PatternId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(m => m.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
