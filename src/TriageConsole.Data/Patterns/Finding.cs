using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

public enum FindingKind
{
    /// <summary>The distribution of an attribute has changed.</summary>
    AttributeDrift = 0,

    /// <summary>The mean outcome of a version changed at a point in time.</summary>
    OutcomeShift = 1,

    /// <summary>The share of interactions with a negative signal changed at a point in time.</summary>
    ErrorRateShift = 2,

    /// <summary>The model that responded is not the declared model.</summary>
    ServedModel = 3,

    /// <summary>A field no longer arrives: silent data loss.</summary>
    LostField = 4,

    /// <summary>The outcomes of a workflow have different metrics or currencies.</summary>
    MixedMetrics = 5,

    /// <summary>A signal that predicted the outcome no longer does.</summary>
    ProxyLost = 6,
}

public enum FindingLevel
{
    Notice = 1,
    Alarm = 2,
}

/// <summary>A detected problem of the data of a workflow, as of the last check.</summary>
public sealed class Finding
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public FindingKind Kind { get; set; }

    /// <summary>The subject: an attribute, a version or a signal.</summary>
    public required string Subject { get; set; }

    public FindingLevel Level { get; set; }

    /// <summary>The explanation in a sentence, with numbers.</summary>
    public required string Explanation { get; set; }

    /// <summary>When the problem started, if known.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>When the problem was first detected.</summary>
    public DateTimeOffset FoundAt { get; set; }

    /// <summary>Whether the problem still existed at the last check.</summary>
    public bool IsCurrent { get; set; }
}

internal sealed class FindingConfiguration : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> builder)
    {
        builder.ToTable("findings", t => t.HasCheckConstraint("ck_findings_level", "level IN (1, 2)"));
        builder.Property(f => f.Subject).HasMaxLength(300);
        builder.Property(f => f.Explanation).HasMaxLength(1000);
        builder
            .HasIndex(f => new
            {
                f.WorkflowId,
                f.Kind,
                f.Subject,
            })
            .IsUnique();
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(f => new { f.TenantId, f.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
