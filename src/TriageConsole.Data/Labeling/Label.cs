using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Labeling;

public enum LabelerKind
{
    Person = 0,
    Judge = 1,
    Imported = 2,
}

/// <summary>Whoever gives labels: a signed-in expert, an LLM judge, or a labeler known only from imported labels.</summary>
public sealed class Labeler
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>Unique in the tenant: <c>user:ID</c> for people who sign in, the source's labeler_id otherwise.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    public LabelerKind Kind { get; set; }

    public long? UserId { get; set; }
}

/// <summary>One labeler's answers to one rubric version. Never overwritten: a change is a new revision, the older stay.</summary>
public sealed class Label
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long LabelerId { get; set; }

    public Labeler? Labeler { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>The version's rubric: a labeler has one label in force on it, whichever version it answers.</summary>
    public long RubricId { get; set; }

    /// <summary>The message it is about, counted from 1; 0 is the whole interaction.</summary>
    public int Turn { get; set; }

    /// <summary>Null for imported labels.</summary>
    public long? AssignmentId { get; set; }

    /// <summary>Made by the client for each submit: a retry finds the first one's row.</summary>
    public Guid IdempotencyKey { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>False once a later revision, an undo or a retraction took its place.</summary>
    public bool IsCurrent { get; set; } = true;

    /// <summary>Taken into agreement's counts. Where this differs from <see cref="IsCurrent"/>, the counts are behind.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Came after its lease had ended, or after a skip: kept as one more opinion, counts toward no slot.</summary>
    public bool IsExtra { get; set; }

    /// <summary>Why this revision was made; empty on the first.</summary>
    public string Reason { get; set; } = "";

    public int TimeOnTaskMs { get; set; }

    public string? Comment { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public List<LabelAnswer> Answers { get; set; } = [];
}

public sealed class LabelAnswer
{
    public long LabelId { get; set; }

    public required string Criterion { get; set; }

    /// <summary>The answer as text; JSON array for many-of and spans.</summary>
    public required string Value { get; set; }

    /// <summary>The same as a number for numbers and ordinal scales.</summary>
    public double? NumericValue { get; set; }
}

/// <summary>What a labeler did on a day (UTC) in a workflow; kept with each submit.</summary>
public sealed class LabelerDay
{
    public long LabelerId { get; set; }

    public long WorkflowId { get; set; }

    public DateOnly Day { get; set; }

    public int Labels { get; set; }

    public int Skips { get; set; }

    public long TimeOnTaskMs { get; set; }
}

internal sealed class LabelerConfiguration : IEntityTypeConfiguration<Labeler>
{
    public void Configure(EntityTypeBuilder<Labeler> builder)
    {
        builder.ToTable("labelers");
        builder.Property(l => l.Key).HasMaxLength(300);
        builder.Property(l => l.Name).HasMaxLength(300);
        builder.HasIndex(l => new { l.TenantId, l.Key }).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(l => l.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LabelConfiguration : IEntityTypeConfiguration<Label>
{
    public void Configure(EntityTypeBuilder<Label> builder)
    {
        builder.ToTable(
            "labels",
            t =>
            {
                t.HasCheckConstraint("ck_labels_revision", "revision >= 1");
                t.HasCheckConstraint("ck_labels_turn", "turn >= 0");
            }
        );
        builder.Property(l => l.Turn).HasDefaultValue(0);
        builder.Property(l => l.Reason).HasMaxLength(500);
        builder.HasIndex(l => new { l.LabelerId, l.IdempotencyKey }).IsUnique();
        builder.HasIndex(l => new { l.WorkflowId, l.Id });
        builder.HasIndex(l => l.InteractionId);
        // A second label in force of one labeler is impossible: a later one replaces it.
        builder
            .HasIndex(l => new
            {
                l.InteractionId,
                l.Turn,
                l.LabelerId,
                l.RubricId,
            })
            .IsUnique()
            .HasFilter("is_current = {true}")
            .HasDatabaseName("IX_Labels_InForce");
        builder.Property(l => l.IsCounted).HasDefaultValue(false);
        builder
            .HasIndex(l => new { l.WorkflowId, l.Id }, "IX_Labels_ToCount")
            .HasFilter("is_current = {true} AND is_counted = {false}")
            .HasDatabaseName("IX_Labels_ToCount");
        builder
            .HasIndex(l => new { l.WorkflowId, l.Id }, "IX_Labels_ToUncount")
            .HasFilter("is_current = {false} AND is_counted = {true}")
            .HasDatabaseName("IX_Labels_ToUncount");
        // One label in force an assignment.
        builder
            .HasIndex(l => l.AssignmentId)
            .IsUnique()
            .HasFilter("is_current = {true} AND is_extra = {false}")
            .HasDatabaseName("IX_Labels_CurrentOfAssignment");
        builder.HasOne<Assignment>().WithMany().HasForeignKey(l => l.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(l => l.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(l => l.Labeler).WithMany().HasForeignKey(l => l.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<RubricVersion>()
            .WithMany()
            .HasForeignKey(l => new { l.RubricVersionId, l.RubricId })
            .HasPrincipalKey(v => new { v.Id, v.RubricId })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(l => new { l.TenantId, l.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LabelAnswerConfiguration : IEntityTypeConfiguration<LabelAnswer>
{
    public void Configure(EntityTypeBuilder<LabelAnswer> builder)
    {
        builder.ToTable("label_answers");
        builder.HasKey(a => new { a.LabelId, a.Criterion });
        builder.Property(a => a.Criterion).HasMaxLength(100);
        builder.HasOne<Label>().WithMany(l => l.Answers).HasForeignKey(a => a.LabelId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LabelerDayConfiguration : IEntityTypeConfiguration<LabelerDay>
{
    public void Configure(EntityTypeBuilder<LabelerDay> builder)
    {
        builder.ToTable("labeler_days");
        builder.HasKey(d => new
        {
            d.LabelerId,
            d.WorkflowId,
            d.Day,
        });
        builder.HasOne<Labeler>().WithMany().HasForeignKey(d => d.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(d => d.WorkflowId).OnDelete(DeleteBehavior.Restrict);
    }
}
