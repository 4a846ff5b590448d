using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

/// <summary>The gate results of a release at the last evaluation.</summary>
public sealed class ReleaseEvidence
{
    public long ReleaseId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The value of Core's GateVerdict.</summary>
    public short Verdict { get; set; }

    public DateTimeOffset VerdictSince { get; set; }

    /// <summary>JSON array of gate results in order of precedence.</summary>
    public string Gates { get; set; } = "[]";

    public DateTimeOffset EvaluatedAt { get; set; }
}

public enum WatchState
{
    Watching = 0,

    /// <summary>Monitoring ended without a regression: the period is over, or the release was superseded.</summary>
    Ended = 1,

    /// <summary>A regression was detected, and the release was rolled back.</summary>
    RolledBack = 2,

    /// <summary>A regression was detected, and approvers must decide.</summary>
    Asking = 3,
}

/// <summary>The post-promotion monitoring of a release: the days in which it is checked for a regression.</summary>
public sealed class ReleaseWatch
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>The baseline: the release that was live before. Null for the first release.</summary>
    public long? BaselineId { get; set; }

    /// <summary>The start of the baseline period, which ends at <see cref="StartedAt"/>.</summary>
    public DateTimeOffset BaselineFrom { get; set; }

    public bool IsRunning { get; set; }

    public WatchState State { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? LookedAt { get; set; }

    public long Units { get; set; }

    /// <summary>Release − baseline, in units of the outcome. Positive means better.</summary>
    public double? Difference { get; set; }

    public double? Low { get; set; }

    public double? High { get; set; }

    /// <summary>The observations as text.</summary>
    public string Evidence { get; set; } = "";
}

/// <summary>
/// A single row whose version is incremented with each change of routing, in the transaction of the change. Instances that see a new
/// version reload.
/// </summary>
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
