using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Agreement;

/// <summary>
/// A question for agreement: a criterion since the rubric version that gave it its current meaning. Each option of a multiple-choice
/// criterion is a separate question, <c>criterion=option</c>.
/// </summary>
public sealed class AgreementCriterion
{
    public long Id { get; set; }

    public long WorkflowId { get; set; }

    public required string Key { get; set; }

    /// <summary>The rubric version since which answers have the same meaning.</summary>
    public long RubricVersionId { get; set; }

    /// <summary>Incremented with each change of its entries.</summary>
    public long Changes { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>An answer value with its short id.</summary>
public sealed class AgreementValue
{
    public const int MaxLength = 200;

    public long Id { get; set; }

    public long CriterionId { get; set; }

    public required string Value { get; set; }
}

/// <summary>The current answer of a labeler to a question of an interaction, as it was counted.</summary>
public sealed class AgreementEntry
{
    public long CriterionId { get; set; }

    public long InteractionId { get; set; }

    public long LabelerId { get; set; }

    public long ValueId { get; set; }

    /// <summary>The day of the label (UTC).</summary>
    public DateOnly Day { get; set; }
}

/// <summary>The number of interactions with the same counts of values. The day is that of their latest label.</summary>
public sealed class AgreementPattern
{
    public long CriterionId { get; set; }

    public DateOnly Day { get; set; }

    /// <summary>The hash of the pattern, 32 hex digits. Patterns can be longer than an index key.</summary>
    public required string Hash { get; set; }

    /// <summary>"value:count value:count", in ascending order of value ids.</summary>
    public required string Pattern { get; set; }

    public long Items { get; set; }
}

/// <summary>
/// The number of interactions that labeler A answered with value A and labeler B with value B. A is the labeler with the lower id.
/// </summary>
public sealed class LabelerPair
{
    public long CriterionId { get; set; }

    public DateOnly Day { get; set; }

    public long LabelerAId { get; set; }

    public long LabelerBId { get; set; }

    public long ValueAId { get; set; }

    public long ValueBId { get; set; }

    public long Items { get; set; }
}

/// <summary>A lock row: an instance holds it while it counts the labels of the workflow, so only one instance counts at a time.</summary>
public sealed class AgreementTurn
{
    public long WorkflowId { get; set; }

    public DateTimeOffset CountedAt { get; set; }
}

internal sealed class AgreementCriterionConfiguration : IEntityTypeConfiguration<AgreementCriterion>
{
    public void Configure(EntityTypeBuilder<AgreementCriterion> builder)
    {
        builder.ToTable("agreement_criteria");
        builder.Property(c => c.Key).HasMaxLength(301);
        builder
            .HasIndex(c => new
            {
                c.WorkflowId,
                c.Key,
                c.RubricVersionId,
            })
            .IsUnique();
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(c => c.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AgreementValueConfiguration : IEntityTypeConfiguration<AgreementValue>
{
    public void Configure(EntityTypeBuilder<AgreementValue> builder)
    {
        builder.ToTable("agreement_values");
        builder.Property(v => v.Value).HasMaxLength(AgreementValue.MaxLength);
        builder.HasIndex(v => new { v.CriterionId, v.Value }).IsUnique();
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(v => v.CriterionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AgreementEntryConfiguration : IEntityTypeConfiguration<AgreementEntry>
{
    public void Configure(EntityTypeBuilder<AgreementEntry> builder)
    {
        builder.ToTable("agreement_entries");
        builder.HasKey(e => new
        {
            e.CriterionId,
            e.InteractionId,
            e.LabelerId,
        });
        builder.HasIndex(e => e.InteractionId);
        builder.HasIndex(e => new { e.LabelerId, e.CriterionId });
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(e => e.CriterionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AgreementValue>().WithMany().HasForeignKey(e => e.ValueId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(e => e.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(e => e.LabelerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AgreementPatternConfiguration : IEntityTypeConfiguration<AgreementPattern>
{
    public void Configure(EntityTypeBuilder<AgreementPattern> builder)
    {
        builder.ToTable("agreement_patterns", t => t.HasCheckConstraint("ck_agreement_patterns_items", "items >= 0"));
        builder.HasKey(p => new
        {
            p.CriterionId,
            p.Day,
            p.Hash,
        });
        builder.Property(p => p.Hash).HasMaxLength(32);
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(p => p.CriterionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LabelerPairConfiguration : IEntityTypeConfiguration<LabelerPair>
{
    public void Configure(EntityTypeBuilder<LabelerPair> builder)
    {
        builder.ToTable(
            "labeler_pairs",
            t =>
            {
                t.HasCheckConstraint("ck_labeler_pairs_items", "items >= 0");
                t.HasCheckConstraint("ck_labeler_pairs_order", "labeler_a_id < labeler_b_id");
            }
        );
        builder.HasKey(p => new
        {
            p.CriterionId,
            p.Day,
            p.LabelerAId,
            p.LabelerBId,
            p.ValueAId,
            p.ValueBId,
        });
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(p => p.CriterionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(p => p.LabelerAId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(p => p.LabelerBId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AgreementTurnConfiguration : IEntityTypeConfiguration<AgreementTurn>
{
    public void Configure(EntityTypeBuilder<AgreementTurn> builder)
    {
        builder.ToTable("agreement_turns");
        builder.HasKey(t => t.WorkflowId);
        builder.Property(t => t.WorkflowId).ValueGeneratedNever();
        builder.HasOne<Workflow>().WithOne().HasForeignKey<AgreementTurn>(t => t.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
