using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rollups;

/// <summary>
/// One combination of what rollups are looked at by. Few: a combination beyond <see cref="Most"/> of a workflow is counted with its
/// segment and country as "(other)", and where there are far more, with its release and model too.
/// </summary>
public sealed class Slice
{
    /// <summary>Slices a workflow has at most before rare values are counted together.</summary>
    public const int Most = 2000;

    /// <summary>So many more there may be that keep release and model apart, with segment and country counted together.</summary>
    public const int MostVersions = 1000;

    public const string Other = "(other)";

    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>Hash of all that follows: what makes a slice unique in its workflow.</summary>
    public required string KeyHash { get; set; }

    public string? Release { get; set; }

    /// <summary>model_id@model_version.</summary>
    public required string Model { get; set; }

    public string? Segment { get; set; }

    public string? Country { get; set; }

    /// <summary>Metrics are never added up over one another; null while no outcome is known or announced.</summary>
    public string? OutcomeMetric { get; set; }

    /// <summary>Currency of the costs; costs of two currencies are never added up.</summary>
    public string? Currency { get; set; }

    /// <summary>Answers not shown to the user.</summary>
    public bool Shadow { get; set; }

    /// <summary>False where the sender says that the timestamps are placeholders or made up: no basis for anything over time.</summary>
    public bool TimeIsReal { get; set; } = true;

    /// <summary>Interactions whose tasks count for no side of these comparisons are counted apart, so that each reads its own sums alone.</summary>
    public ArmOverlap Overlap { get; set; }

    /// <summary>The version as dashboards name it: the release, or where none is named the model's version.</summary>
    public string Version => Release ?? Model;
}

/// <summary>Counts and sums of a slice in one step of event time, kept inside the ingest transaction.</summary>
public sealed class Rollup
{
    /// <summary>Minutes of a window.</summary>
    public const short Window = 5;

    public const short Hour = 60;

    public const short Day = 1440;

    public long SliceId { get; set; }

    /// <summary>Length of the step, minutes.</summary>
    public short Grain { get; set; }

    public DateTimeOffset Start { get; set; }

    public long Events { get; set; }

    public long ExplicitNegatives { get; set; }

    public long ImplicitNegatives { get; set; }

    /// <summary>Interactions with an explicit or implicit negative signal, each once.</summary>
    public long Negatives { get; set; }

    public long Errors { get; set; }

    public long Questionable { get; set; }

    public double SuspicionSum { get; set; }

    public double SuspicionSquares { get; set; }

    public long OutcomeCount { get; set; }

    public double OutcomeSum { get; set; }

    public double OutcomeSquares { get; set; }

    public long LatencyCount { get; set; }

    /// <summary>Milliseconds.</summary>
    public double LatencySum { get; set; }

    public long TokenSum { get; set; }

    public long CostCount { get; set; }

    public double CostSum { get; set; }

    public double CostSquares { get; set; }
}

public enum BreakdownKind
{
    /// <summary>Interactions with this signal, by type and name.</summary>
    Signal = 0,

    /// <summary>Interactions by what their proxies say: the bin of the suspicion without the outcome's part.</summary>
    Proxy = 1,

    /// <summary>Interactions by latency, in steps of a quarter of a doubling.</summary>
    Latency = 2,
}

/// <summary>Counts of a slice's day by one property of its interactions.</summary>
public sealed class Breakdown
{
    public long SliceId { get; set; }

    public DateOnly Day { get; set; }

    public BreakdownKind Kind { get; set; }

    public required string Key { get; set; }

    public long Events { get; set; }

    public long OutcomeCount { get; set; }

    public double OutcomeSum { get; set; }

    public double OutcomeSquares { get; set; }
}

internal sealed class SliceConfiguration : IEntityTypeConfiguration<Slice>
{
    public void Configure(EntityTypeBuilder<Slice> builder)
    {
        builder.ToTable("slices");
        builder.Ignore(s => s.Version);
        builder.Property(s => s.KeyHash).HasMaxLength(32);
        builder.Property(s => s.Release).HasMaxLength(300);
        builder.Property(s => s.Model).HasMaxLength(601);
        builder.Property(s => s.Segment).HasMaxLength(300);
        builder.Property(s => s.Country).HasMaxLength(300);
        builder.Property(s => s.OutcomeMetric).HasMaxLength(300);
        builder.Property(s => s.Currency).HasMaxLength(10);
        builder.Property(s => s.Overlap).HasDefaultValue(ArmOverlap.None);
        builder.HasIndex(s => new { s.WorkflowId, s.KeyHash }).IsUnique();
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RollupConfiguration : IEntityTypeConfiguration<Rollup>
{
    public void Configure(EntityTypeBuilder<Rollup> builder)
    {
        builder.ToTable(
            "rollups",
            t =>
            {
                t.HasCheckConstraint("ck_rollups_grain", "grain IN (5, 60, 1440)");
                t.HasCheckConstraint(
                    "ck_rollups_counts",
                    "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives <= events AND questionable <= events"
                );
            }
        );
        // Sums from before there were squares of costs have none.
        builder.Property(r => r.CostSquares).HasDefaultValue(0d);
        builder.HasKey(r => new
        {
            r.SliceId,
            r.Grain,
            r.Start,
        });
        builder.HasOne<Slice>().WithMany().HasForeignKey(r => r.SliceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BreakdownConfiguration : IEntityTypeConfiguration<Breakdown>
{
    public void Configure(EntityTypeBuilder<Breakdown> builder)
    {
        builder.ToTable(
            "breakdowns",
            t => t.HasCheckConstraint("ck_breakdowns_counts", "events >= 0 AND outcome_count >= 0 AND outcome_count <= events")
        );
        builder.HasKey(b => new
        {
            b.SliceId,
            b.Day,
            b.Kind,
            b.Key,
        });
        builder.Property(b => b.Key).HasMaxLength(220);
        builder.HasOne<Slice>().WithMany().HasForeignKey(b => b.SliceId).OnDelete(DeleteBehavior.Cascade);
    }
}
