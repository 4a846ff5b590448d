using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rubrics;

/// <summary>An unpublished rubric: one per workflow, shared by its leads and saved while they type. It can be incomplete.</summary>
public sealed class RubricDraft : IVersioned
{
    public long WorkflowId { get; set; }

    /// <summary>A RubricDefinition of Core as JSON, possibly incomplete.</summary>
    public required string Definition { get; set; }

    /// <summary>The version that the draft is based on. Null if there was none.</summary>
    public long? BasedOnVersionId { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public required string SavedBy { get; set; }

    public int RowVersion { get; set; }
}

internal sealed class RubricDraftConfiguration : IEntityTypeConfiguration<RubricDraft>
{
    public void Configure(EntityTypeBuilder<RubricDraft> builder)
    {
        builder.ToTable("rubric_drafts");
        builder.HasKey(d => d.WorkflowId);
        builder.Property(d => d.WorkflowId).ValueGeneratedNever();
        builder.Property(d => d.SavedBy).HasMaxLength(256);
        builder.Property(d => d.RowVersion).IsConcurrencyToken();
        builder.HasOne<Workflow>().WithOne().HasForeignKey<RubricDraft>(d => d.WorkflowId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(d => d.BasedOnVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
