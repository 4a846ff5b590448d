using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Interactions;

/// <summary>One piece of feedback on an interaction, with what it gave to the suspicion when last scored.</summary>
public sealed class Signal
{
    public long Id { get; set; }

    public long InteractionId { get; set; }

    /// <summary>The sender's own id, or a hash of the content: the same signal twice is one row.</summary>
    public required string SignalKey { get; set; }

    /// <summary>explicit, implicit, outcome, system, human, or derived (read off the interaction itself).</summary>
    public required string Type { get; set; }

    public required string Name { get; set; }

    public double? NumericValue { get; set; }

    public string? TextValue { get; set; }

    public string? Comment { get; set; }

    public string? UserId { get; set; }

    public string? Role { get; set; }

    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>−1 against the answer, +1 for it, 0 without bearing.</summary>
    public short Polarity { get; set; }

    /// <summary>How strongly the signal speaks, 0..1.</summary>
    public double Strength { get; set; }

    /// <summary>How far its source is trusted, 0..1.</summary>
    public double Trust { get; set; }

    /// <summary>
    /// What trust was multiplied by when the signal came, 0..1: its source was a newcomer, or had used up what one person may weigh in a
    /// window.
    /// </summary>
    public double TrustFactor { get; set; } = 1;

    /// <summary>The workflow's weight of this kind of signal, 0..1.</summary>
    public double Weight { get; set; }
}

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
