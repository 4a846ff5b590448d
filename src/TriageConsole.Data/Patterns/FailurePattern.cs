using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

public enum PatternState
{
    New = 0,
    Acknowledged = 1,
    Fixing = 2,
    Fixed = 3,
    Regressed = 4,
}

/// <summary>A conjunction of terms in which failures concentrate. The terms identify the pattern across searches.</summary>
public sealed class FailurePattern : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public required string TermsHash { get; set; }

    /// <summary>JSON array of terms, sorted by attribute.</summary>
    public required string Terms { get; set; }

    /// <summary>The terms as text.</summary>
    public required string Name { get; set; }

    public PatternState State { get; set; }

    public long? OwnerId { get; set; }

    public AppUser? Owner { get; set; }

    public DateTimeOffset? StateChangedAt { get; set; }

    public string? StateChangedBy { get; set; }

    /// <summary>When the pattern was set to fixed. The search for a regression uses later interactions only.</summary>
    public DateTimeOffset? FixedAt { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>The time of the last failure in the pattern.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Whether the last search found the pattern.</summary>
    public bool IsCurrent { get; set; }

    public int Rank { get; set; }

    public long Interactions { get; set; }

    public long Failures { get; set; }

    /// <summary>Failures of the whole workflow in the same period.</summary>
    public long AllFailures { get; set; }

    public double Rate { get; set; }

    public double RateLow { get; set; }

    public double RateHigh { get; set; }

    public double RestRate { get; set; }

    public double P { get; set; }

    public double Score { get; set; }

    public double SliceLineScore { get; set; }

    public string? OutcomeMetric { get; set; }

    public long OutcomeCount { get; set; }

    public double? OutcomeMean { get; set; }

    public double? RestOutcomeMean { get; set; }

    /// <summary>How much worse the outcome is than in the rest, shrunk for small numbers. Null without an outcome.</summary>
    public double? ShrunkGap { get; set; }

    public double WeeklyVolume { get; set; }

    /// <summary>The estimated loss of value per week.</summary>
    public double Impact { get; set; }

    /// <summary>The number of its interactions that experts labeled.</summary>
    public int Labeled { get; set; }

    public short ErrorClass { get; set; }

    public string ErrorClassReason { get; set; } = "";

    /// <summary>The key of the suggested action, such as fix_prompt.</summary>
    public string ActionKey { get; set; } = "";

    public string Action { get; set; } = "";

    public int RowVersion { get; set; }
}

/// <summary>The counts of a pattern on one day, for its trend.</summary>
public sealed class PatternDay
{
    public long PatternId { get; set; }

    public DateOnly Day { get; set; }

    public long Interactions { get; set; }

    public long Failures { get; set; }
}

/// <summary>An interaction that failed and matches a pattern.</summary>
public sealed class PatternMember
{
    public long PatternId { get; set; }

    public long InteractionId { get; set; }
}

/// <summary>The last pattern search of a workflow and the claim of the instance that runs it.</summary>
public sealed class PatternRun
{
    public long WorkflowId { get; set; }

    /// <summary>The end of the claim of an instance. Null or in the past: any instance can claim it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public int Milliseconds { get; set; }

    /// <summary>The highest interaction id that the search read.</summary>
    public long ThroughId { get; set; }

    /// <summary>
    /// The counts of questionable interactions, of interactions and the highest label count at the last search. A difference means that
    /// there is something new.
    /// </summary>
    public string Seen { get; set; } = "";

    public long Interactions { get; set; }

    public long Failures { get; set; }

    public long Tested { get; set; }

    public DateTimeOffset? PeriodFrom { get; set; }

    public DateTimeOffset? PeriodTo { get; set; }

    /// <summary>JSON array of sentences: what was excluded and why.</summary>
    public string Notes { get; set; } = "[]";
}

/// <summary>
/// The bucket edges of a numeric attribute. They are stored so that the terms of a pattern keep their meaning between searches.
/// </summary>
public sealed class AttributeBuckets
{
    public long WorkflowId { get; set; }

    public required string Attribute { get; set; }

    /// <summary>JSON array of numbers in ascending order.</summary>
    public required string Edges { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}

internal sealed class FailurePatternConfiguration : IEntityTypeConfiguration<FailurePattern>
{
    public void Configure(EntityTypeBuilder<FailurePattern> builder)
    {
        builder.ToTable(
            "failure_patterns",
            t =>
                t.HasCheckConstraint(
                    "ck_failure_patterns_counts",
                    "failures >= 0 AND failures <= interactions AND rate >= 0 AND rate <= 1 AND impact >= 0"
                )
        );
        builder.Property(p => p.TermsHash).HasMaxLength(32);
        builder.Property(p => p.Name).HasMaxLength(1200);
        builder.Property(p => p.StateChangedBy).HasMaxLength(256);
        builder.Property(p => p.OutcomeMetric).HasMaxLength(300);
        builder.Property(p => p.ErrorClassReason).HasMaxLength(500);
        builder.Property(p => p.ActionKey).HasMaxLength(40);
        builder.Property(p => p.Action).HasMaxLength(500);
        builder.Property(p => p.RowVersion).IsConcurrencyToken();
        builder.HasIndex(p => new { p.WorkflowId, p.TermsHash }).IsUnique();
        builder.HasOne(p => p.Owner).WithMany().HasForeignKey(p => p.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(p => new { p.TenantId, p.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PatternDayConfiguration : IEntityTypeConfiguration<PatternDay>
{
    public void Configure(EntityTypeBuilder<PatternDay> builder)
    {
        builder.ToTable("pattern_days");
        builder.HasKey(d => new { d.PatternId, d.Day });
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(d => d.PatternId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PatternMemberConfiguration : IEntityTypeConfiguration<PatternMember>
{
    public void Configure(EntityTypeBuilder<PatternMember> builder)
    {
        builder.ToTable("pattern_members");
        builder.HasKey(m => new { m.PatternId, m.InteractionId });
        builder.HasIndex(m => m.InteractionId);
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(m => m.PatternId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(m => m.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PatternRunConfiguration : IEntityTypeConfiguration<PatternRun>
{
    public void Configure(EntityTypeBuilder<PatternRun> builder)
    {
        builder.ToTable("pattern_runs");
        builder.HasKey(r => r.WorkflowId);
        builder.Property(r => r.WorkflowId).ValueGeneratedNever();
        builder.Property(r => r.Seen).HasMaxLength(200);
        builder.HasOne<Workflow>().WithOne().HasForeignKey<PatternRun>(r => r.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AttributeBucketsConfiguration : IEntityTypeConfiguration<AttributeBuckets>
{
    public void Configure(EntityTypeBuilder<AttributeBuckets> builder)
    {
        builder.ToTable("attribute_buckets");
        builder.HasKey(b => new { b.WorkflowId, b.Attribute });
        builder.Property(b => b.Attribute).HasMaxLength(200);
        builder.Property(b => b.Edges).HasMaxLength(1000);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(b => b.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
