using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Patterns;

internal sealed class PatternDayConfiguration : IEntityTypeConfiguration<PatternDay>
{
    public void Configure(EntityTypeBuilder<PatternDay> builder)
    {
        builder.ToTable("pattern_days");
        builder.HasKey(d => new { d.PatternId, d.Day });
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(d => d.PatternId).OnDelete(DeleteBehavior.Cascade);
    }
}
