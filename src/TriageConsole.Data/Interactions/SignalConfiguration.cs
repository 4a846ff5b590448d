using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Interactions;

internal sealed class SignalConfiguration : IEntityTypeConfiguration<Signal>
{
    public void Configure(EntityTypeBuilder<Signal> builder)
    {
        builder.ToTable("signals", t => t.HasCheckConstraint("ck_signals_polarity", "polarity IN (-1, 0, 1)"));
        builder.Property(s => s.TrustFactor).HasDefaultValue(1d).HasSentinel(1d);
        builder.Property(s => s.SignalKey).HasMaxLength(100);
        builder.Property(s => s.Type).HasMaxLength(20);
        builder.Property(s => s.Name).HasMaxLength(200);
        builder.Property(s => s.UserId).HasMaxLength(300);
        builder.Property(s => s.Role).HasMaxLength(100);
        builder.HasIndex(s => new { s.InteractionId, s.SignalKey }).IsUnique();
        builder.HasOne<Interaction>().WithMany().HasForeignKey(s => s.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
