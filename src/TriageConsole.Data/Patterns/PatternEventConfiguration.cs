using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;

namespace TriageConsole.Data.Patterns;

internal sealed class PatternEventConfiguration : IEntityTypeConfiguration<PatternEvent>
{
    public void Configure(EntityTypeBuilder<PatternEvent> builder)
    {
        builder.ToTable(
            "pattern_events",
            t =>
            {
                t.HasCheckConstraint("ck_pattern_events_kind", "kind BETWEEN 1 AND 4");
                t.HasCheckConstraint("ck_pattern_events_text", "text <> ''");
            }
        );
        builder.Property(e => e.Person).HasMaxLength(256);
        builder.Property(e => e.Text).HasMaxLength(PatternEvent.MaxText);
        builder.HasIndex(e => new
        {
            e.PatternId,
            e.At,
            e.Id,
        });
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(e => e.PatternId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(e => e.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
