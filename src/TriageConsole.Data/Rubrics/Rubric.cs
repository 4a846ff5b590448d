using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rubrics;

/// <summary>
/// The rubric of a workflow. Published versions are immutable. A workflow can also have an <em>imported</em> rubric for labels from other
/// tools.
/// </summary>
public sealed class Rubric
{
    public const string ImportedKey = "imported";

    public long Id { get; set; }

    public long WorkflowId { get; set; }

    public Workflow? Workflow { get; set; }

    public required string Key { get; set; }

    public required string Name { get; set; }
}

public sealed class RubricVersion
{
    public long Id { get; set; }

    public long RubricId { get; set; }

    public Rubric? Rubric { get; set; }

    public int Number { get; set; }

    /// <summary>A RubricDefinition of Core as JSON.</summary>
    public required string Definition { get; set; }

    public DateTimeOffset PublishedAt { get; set; }

    public string PublishedBy { get; set; } = "";

    /// <summary>The reason for the change, by its publisher.</summary>
    public string Note { get; set; } = "";
}

internal sealed class RubricConfiguration : IEntityTypeConfiguration<Rubric>
{
    public void Configure(EntityTypeBuilder<Rubric> builder)
    {
        builder.ToTable("rubrics");
        builder.Property(r => r.Key).HasMaxLength(100);
        builder.Property(r => r.Name).HasMaxLength(200);
        builder.HasIndex(r => new { r.WorkflowId, r.Key }).IsUnique();
        builder.HasOne(r => r.Workflow).WithMany().HasForeignKey(r => r.WorkflowId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RubricVersionConfiguration : IEntityTypeConfiguration<RubricVersion>
{
    public void Configure(EntityTypeBuilder<RubricVersion> builder)
    {
        builder.ToTable("rubric_versions");
        builder.Property(v => v.PublishedBy).HasMaxLength(256);
        builder.Property(v => v.Note).HasMaxLength(1000);
        builder.HasIndex(v => new { v.RubricId, v.Number }).IsUnique();
        builder.HasOne(v => v.Rubric).WithMany().HasForeignKey(v => v.RubricId).OnDelete(DeleteBehavior.Restrict);
    }
}
