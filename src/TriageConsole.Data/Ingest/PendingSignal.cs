using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Ingest;

/// <summary>Feedback or an outcome whose interaction has not arrived yet; joined when it does.</summary>
public sealed class PendingSignal
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>The trace it waits for; empty when it names a task instead.</summary>
    public string TraceId { get; set; } = "";

    public string? TaskType { get; set; }

    public string? TaskId { get; set; }

    public required string SignalKey { get; set; }

    /// <summary>JSON of the parsed signal, as ingest reads it.</summary>
    public required string Body { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}

/// <summary>A line that could not be taken, whole, with the reason: shown, and sent again once it is fixed.</summary>
public sealed class QuarantinedEvent
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>SHA-256 of the line: sending it twice leaves one row.</summary>
    public required string ContentHash { get; set; }

    public required string Reason { get; set; }

    public required string Detail { get; set; }

    /// <summary>The line as sent (NUL characters and invalid UTF-8 replaced), cut at 1 MB.</summary>
    public required string Line { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset? ReplayedAt { get; set; }
}

/// <summary>New scores of interactions that exist already, bulk-loaded, then applied in one statement and deleted.</summary>
public sealed class StagedScore
{
    public Guid BatchId { get; set; }

    public long InteractionId { get; set; }

    public double Suspicion { get; set; }

    public bool Questionable { get; set; }

    public string? OutcomeMetric { get; set; }

    public double? OutcomeValue { get; set; }

    public double Priority { get; set; }

    public string Reason { get; set; } = "";
}

internal sealed class PendingSignalConfiguration : IEntityTypeConfiguration<PendingSignal>
{
    public void Configure(EntityTypeBuilder<PendingSignal> builder)
    {
        builder.ToTable("pending_signals");
        builder.Property(s => s.TraceId).HasMaxLength(300);
        builder.Property(s => s.TaskType).HasMaxLength(200);
        builder.Property(s => s.TaskId).HasMaxLength(300);
        builder.Property(s => s.SignalKey).HasMaxLength(100);
        builder
            .HasIndex(s => new
            {
                s.TenantId,
                s.TraceId,
                s.SignalKey,
            })
            .IsUnique();
        builder.HasIndex(s => new { s.TenantId, s.TaskId });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class QuarantinedEventConfiguration : IEntityTypeConfiguration<QuarantinedEvent>
{
    public void Configure(EntityTypeBuilder<QuarantinedEvent> builder)
    {
        builder.ToTable("quarantined_events");
        builder.Property(e => e.ContentHash).HasMaxLength(64);
        builder.Property(e => e.Reason).HasMaxLength(50);
        builder.HasIndex(e => new { e.TenantId, e.ContentHash }).IsUnique();
        builder.HasIndex(e => new { e.TenantId, e.ReceivedAt });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StagedScoreConfiguration : IEntityTypeConfiguration<StagedScore>
{
    public void Configure(EntityTypeBuilder<StagedScore> builder)
    {
        builder.ToTable("staged_scores");
        builder.HasKey(s => new { s.BatchId, s.InteractionId });
        builder.Property(s => s.OutcomeMetric).HasMaxLength(300);
        builder.Property(s => s.Reason).HasMaxLength(500);
    }
}
