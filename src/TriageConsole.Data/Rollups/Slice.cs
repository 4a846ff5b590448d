using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rollups;

/// <summary>
/// One combination of the dimensions of rollups. The number is limited: beyond <see cref="Most"/> slices of a workflow, new combinations
/// are counted with segment and country "(other)", and far beyond it also with release and model "(other)".
/// </summary>
public sealed class Slice
{
    /// <summary>The number of slices of a workflow before rare values are combined.</summary>
    public const int Most = 2000;

    /// <summary>The number of additional slices that keep release and model but combine segment and country.</summary>
    public const int MostVersions = 1000;

    public const string Other = "(other)";

    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The hash of all dimensions below, unique in the workflow.</summary>
    public required string KeyHash { get; set; }

    public string? Release { get; set; }

    /// <summary>model_id@model_version.</summary>
    public required string Model { get; set; }

    public string? Segment { get; set; }

    public string? Country { get; set; }

    /// <summary>Values of different metrics are never added. Null while no outcome is known or announced.</summary>
    public string? OutcomeMetric { get; set; }

    /// <summary>The currency of the costs. Costs in different currencies are never added.</summary>
    public string? Currency { get; set; }

    /// <summary>Whether the responses were not shown to users.</summary>
    public bool Shadow { get; set; }

    /// <summary>
    /// False if the sender marks the timestamps as placeholders or made up. Such slices are not used in analyses over time.
    /// </summary>
    public bool TimeIsReal { get; set; } = true;

    /// <summary>
    /// The comparisons from which the interactions are excluded, because their tasks belong to neither side. They have separate slices, so
    /// that each comparison reads only its own sums.
    /// </summary>
    public ArmOverlap Overlap { get; set; }

    /// <summary>The version on dashboards: the release, or the model version if there is no release.</summary>
    public string Version => Release ?? Model;
}

/// <summary>The counts and sums of a slice in one step of event time. Updated in the ingest transaction.</summary>
public sealed class Rollup
{
    /// <summary>The length of a window in minutes.</summary>
    public const short Window = 5;

    public const short Hour = 60;

    public const short Day = 1440;

    public long SliceId { get; set; }

    /// <summary>The length of the step in minutes.</summary>
    public short Grain { get; set; }

    public DateTimeOffset Start { get; set; }

    public long Events { get; set; }

    public long ExplicitNegatives { get; set; }

    public long ImplicitNegatives { get; set; }

    /// <summary>The number of interactions with an explicit or implicit negative signal. Each counts once.</summary>
    public long Negatives { get; set; }

    public long Errors { get; set; }

    public long Questionable { get; set; }

    public double SuspicionSum { get; set; }

    public double SuspicionSquares { get; set; }

    public long OutcomeCount { get; set; }

    public double OutcomeSum { get; set; }

    public double OutcomeSquares { get; set; }

    public long LatencyCount { get; set; }

    /// <summary>In milliseconds.</summary>
    public double LatencySum { get; set; }

    public long TokenSum { get; set; }

    public long CostCount { get; set; }

    public double CostSum { get; set; }

    public double CostSquares { get; set; }
}

public enum BreakdownKind
{
    /// <summary>Interactions with a signal, by type and name.</summary>
    Signal = 0,

    /// <summary>Interactions by the bin of their suspicion score without the part of the outcome.</summary>
    Proxy = 1,

    /// <summary>Interactions by latency. Each bin is a quarter of a doubling wide.</summary>
    Latency = 2,
}

/// <summary>The counts of a slice on one day by one property of its interactions.</summary>
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
        // Older rows have no squares of costs.
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
