using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

public enum ExperimentKind
{
    /// <summary>The candidate also answers a share of the units. Users do not see its responses.</summary>
    Shadow = 0,

    /// <summary>Fixed shares: a canary or an A/B test.</summary>
    Split = 1,

    /// <summary>Shares follow the outcomes by Thompson sampling.</summary>
    Bandit = 2,
}

/// <summary>
/// A division of traffic between the live release and candidates. A workflow has at most one running experiment. Only the shares of a
/// bandit change.
/// </summary>
public sealed class Experiment : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public ExperimentKind Kind { get; set; }

    public bool IsRunning { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public required string StartedBy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string EndReason { get; set; } = "";

    public int RowVersion { get; set; }

    public List<ExperimentArm> Arms { get; set; } = [];
}

/// <summary>A release in an experiment.</summary>
public sealed class ExperimentArm
{
    public long ExperimentId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>Whether this is the release that was live at the start.</summary>
    public bool IsControl { get; set; }

    /// <summary>The share of the units, 0 to 1. In a shadow experiment: the share that the release also answers.</summary>
    public double Share { get; set; }
}

/// <summary>The share of a bandit arm from a point in time: the history of propensities.</summary>
public sealed class ArmShare
{
    public long ExperimentId { get; set; }

    public long ReleaseId { get; set; }

    public DateTimeOffset At { get; set; }

    public double Share { get; set; }

    public long Units { get; set; }

    /// <summary>The mean outcome at that time. Null if there were no outcomes.</summary>
    public double? Mean { get; set; }
}

/// <summary>The comparison of candidate and live at the end of a window, for the chart of the experiment.</summary>
public sealed class ExperimentPoint
{
    public long ExperimentId { get; set; }

    public long ReleaseId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The number of units with an outcome.</summary>
    public long LiveUnits { get; set; }

    public long CandidateUnits { get; set; }

    /// <summary>Candidate − live, in units of the outcome. Positive means better.</summary>
    public double? Difference { get; set; }

    public double? Low { get; set; }

    public double? High { get; set; }

    public double? SampleRatioP { get; set; }
}

internal sealed class ExperimentConfiguration : IEntityTypeConfiguration<Experiment>
{
    public void Configure(EntityTypeBuilder<Experiment> builder)
    {
        builder.ToTable("experiments");
        builder.Property(e => e.StartedBy).HasMaxLength(256);
        builder.Property(e => e.EndReason).HasMaxLength(500);
        builder.Property(e => e.RowVersion).IsConcurrencyToken();
        builder.HasIndex(e => e.WorkflowId).IsUnique().HasFilter("is_running = {true}").HasDatabaseName("IX_Experiments_Running");
        builder.HasIndex(e => new { e.WorkflowId, e.StartedAt });
        builder.HasAlternateKey(e => new { e.WorkflowId, e.Id });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(e => new { e.TenantId, e.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ExperimentArmConfiguration : IEntityTypeConfiguration<ExperimentArm>
{
    public void Configure(EntityTypeBuilder<ExperimentArm> builder)
    {
        builder.ToTable("experiment_arms", t => t.HasCheckConstraint("ck_experiment_arms_share", "share >= 0 AND share <= 1"));
        builder.HasKey(a => new { a.ExperimentId, a.ReleaseId });
        builder.HasIndex(a => a.ReleaseId);
        builder
            .HasOne<Experiment>()
            .WithMany(e => e.Arms)
            .HasForeignKey(a => new { a.WorkflowId, a.ExperimentId })
            .HasPrincipalKey(e => new { e.WorkflowId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(a => new { a.WorkflowId, a.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ArmShareConfiguration : IEntityTypeConfiguration<ArmShare>
{
    public void Configure(EntityTypeBuilder<ArmShare> builder)
    {
        builder.ToTable("arm_shares", t => t.HasCheckConstraint("ck_arm_shares_share", "share >= 0 AND share <= 1"));
        builder.HasKey(s => new
        {
            s.ExperimentId,
            s.ReleaseId,
            s.At,
        });
        builder.HasOne<ExperimentArm>().WithMany().HasForeignKey(s => new { s.ExperimentId, s.ReleaseId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ExperimentPointConfiguration : IEntityTypeConfiguration<ExperimentPoint>
{
    public void Configure(EntityTypeBuilder<ExperimentPoint> builder)
    {
        builder.ToTable("experiment_points");
        builder.HasKey(p => new
        {
            p.ExperimentId,
            p.ReleaseId,
            p.At,
        });
        builder.HasOne<ExperimentArm>().WithMany().HasForeignKey(p => new { p.ExperimentId, p.ReleaseId }).OnDelete(DeleteBehavior.Cascade);
    }
}
