using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

/// <summary>
/// The progress of the search for tasks that more than one of the compared releases served, in an experiment or after a promotion.
/// </summary>
public sealed class ArmComparison
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The experiment. Null for a promotion.</summary>
    public long? ExperimentId { get; set; }

    /// <summary>The post-promotion monitoring. Null for an experiment.</summary>
    public long? WatchId { get; set; }

    /// <summary>
    /// All interactions of the workflow up to this id were searched. A batch that commits lower ids sets it back. Both hold the lock of the
    /// workflow, so no interaction is missed.
    /// </summary>
    public long SearchedTo { get; set; }

    /// <summary>The number of tasks found so far.</summary>
    public long SharedUnits { get; set; }
}

/// <summary>A task that more than one of the compared releases served. It is excluded from all of them.</summary>
public sealed class SharedUnit
{
    public long ComparisonId { get; set; }

    public required string TaskId { get; set; }

    /// <summary>Whether interactions of the task must still be removed from the sums of their releases.</summary>
    public bool IsPending { get; set; }
}

internal sealed class ArmComparisonConfiguration : IEntityTypeConfiguration<ArmComparison>
{
    public void Configure(EntityTypeBuilder<ArmComparison> builder)
    {
        builder.ToTable(
            "arm_comparisons",
            t =>
                t.HasCheckConstraint(
                    "ck_arm_comparisons_of",
                    "(experiment_id IS NULL AND watch_id IS NOT NULL) OR (experiment_id IS NOT NULL AND watch_id IS NULL)"
                )
        );
        builder.HasIndex(c => c.ExperimentId).IsUnique().HasFilter("experiment_id IS NOT NULL");
        builder.HasIndex(c => c.WatchId).IsUnique().HasFilter("watch_id IS NOT NULL");
        builder.HasIndex(c => c.WorkflowId);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(c => new { c.TenantId, c.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Experiment>()
            .WithMany()
            .HasForeignKey(c => new { c.WorkflowId, c.ExperimentId })
            .HasPrincipalKey(e => new { e.WorkflowId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ReleaseWatch>().WithMany().HasForeignKey(c => c.WatchId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SharedUnitConfiguration : IEntityTypeConfiguration<SharedUnit>
{
    public void Configure(EntityTypeBuilder<SharedUnit> builder)
    {
        builder.ToTable("shared_units");
        builder.HasKey(u => new { u.ComparisonId, u.TaskId });
        builder.Property(u => u.TaskId).HasMaxLength(InteractionConfiguration.KeyLength);
        builder.HasIndex(u => u.ComparisonId).HasFilter("is_pending = {true}").HasDatabaseName("IX_SharedUnits_Pending");
        builder.HasOne<ArmComparison>().WithMany().HasForeignKey(u => u.ComparisonId).OnDelete(DeleteBehavior.Cascade);
    }
}
