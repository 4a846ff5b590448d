using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rubrics;

/// <summary>A rubric being written: one a workflow, shared by its leads, saved as they type. It may be incomplete.</summary>
public sealed class RubricDraft : IVersioned
{
    public long WorkflowId { get; set; }

    /// <summary>JSON of Core's RubricDefinition, as far as it is.</summary>
    public required string Definition { get; set; }

    /// <summary>The version it was begun from; null where there was none.</summary>
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
