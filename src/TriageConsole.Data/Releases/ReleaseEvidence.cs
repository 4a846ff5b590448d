using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

/// <summary>What a release's gates said when they were last looked at.</summary>
public sealed class ReleaseEvidence
{
    public long ReleaseId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>Core's GateVerdict.</summary>
    public short Verdict { get; set; }

    public DateTimeOffset VerdictSince { get; set; }

    /// <summary>JSON array of gate results, in order of precedence.</summary>
    public string Gates { get; set; } = "[]";

    public DateTimeOffset EvaluatedAt { get; set; }
}

public enum WatchState
{
    Watching = 0,

    /// <summary>Its days are over, or it was superseded: no harm was seen.</summary>
    Ended = 1,

    /// <summary>Harm was seen, and it was rolled back.</summary>
    RolledBack = 2,

    /// <summary>Harm was seen, and approvers are asked.</summary>
    Asking = 3,
}

/// <summary>The days after a promotion in which harm is looked for.</summary>
public sealed class ReleaseWatch
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>What it is compared with: the release that was live before; null of the first.</summary>
    public long? BaselineId { get; set; }

    /// <summary>From when the release before counts as the baseline, up to <see cref="StartedAt"/>.</summary>
    public DateTimeOffset BaselineFrom { get; set; }

    public bool IsRunning { get; set; }

    public WatchState State { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? LookedAt { get; set; }

    public long Units { get; set; }

    /// <summary>The release − its baseline in the good direction, in units of the outcome.</summary>
    public double? Difference { get; set; }

    public double? Low { get; set; }

    public double? High { get; set; }

    /// <summary>In words, what was seen.</summary>
    public string Evidence { get; set; } = "";
}

/// <summary>One row, counted up with each change of who serves what, in the transaction of the change: instances that see it move read anew.</summary>
public sealed class RoutingVersion
{
    public const int OnlyId = 1;

    public int Id { get; set; }

    public long Version { get; set; }
}

internal sealed class ReleaseEvidenceConfiguration : IEntityTypeConfiguration<ReleaseEvidence>
{
    public void Configure(EntityTypeBuilder<ReleaseEvidence> builder)
    {
        builder.ToTable("release_evidence");
        builder.HasKey(e => e.ReleaseId);
        builder.Property(e => e.ReleaseId).ValueGeneratedNever();
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(e => new { e.WorkflowId, e.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReleaseWatchConfiguration : IEntityTypeConfiguration<ReleaseWatch>
{
    public void Configure(EntityTypeBuilder<ReleaseWatch> builder)
    {
        builder.ToTable("release_watches");
        builder.Property(w => w.Evidence).HasMaxLength(2000);
        builder.HasIndex(w => w.WorkflowId).IsUnique().HasFilter("is_running = {true}").HasDatabaseName("IX_ReleaseWatches_Running");
        builder.HasIndex(w => new { w.ReleaseId, w.StartedAt });
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(w => new { w.WorkflowId, w.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(w => new { w.WorkflowId, w.BaselineId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(w => new { w.TenantId, w.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoutingVersionConfiguration : IEntityTypeConfiguration<RoutingVersion>
{
    public void Configure(EntityTypeBuilder<RoutingVersion> builder)
    {
        builder.ToTable("routing_versions", t => t.HasCheckConstraint("ck_routing_versions_one", "id = 1"));
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.HasData(new RoutingVersion { Id = RoutingVersion.OnlyId, Version = 1 });
    }
}
