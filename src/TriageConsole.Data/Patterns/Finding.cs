using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

public enum FindingKind
{
    /// <summary>An attribute's values are distributed otherwise than before.</summary>
    AttributeDrift = 0,

    /// <summary>The mean outcome of a version changed at a point in time.</summary>
    OutcomeShift = 1,

    /// <summary>The share of interactions with a negative signal changed at a point in time.</summary>
    ErrorRateShift = 2,

    /// <summary>Another model answered than the one declared.</summary>
    ServedModel = 3,

    /// <summary>A field that used to come stays away: silent data loss.</summary>
    LostField = 4,

    /// <summary>Outcomes of one workflow are measured by different metrics or in different currencies.</summary>
    MixedMetrics = 5,

    /// <summary>A signal that predicted the outcome does so no more.</summary>
    ProxyLost = 6,
}

public enum FindingLevel
{
    Notice = 1,
    Alarm = 2,
}

/// <summary>Something about a workflow's data that its leads are to know, as of the last look.</summary>
public sealed class Finding
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public FindingKind Kind { get; set; }

    /// <summary>What it is about: an attribute, a version, a signal.</summary>
    public required string Subject { get; set; }

    public FindingLevel Level { get; set; }

    /// <summary>In a sentence, with the numbers.</summary>
    public required string Explanation { get; set; }

    /// <summary>Since when it is so, where that is known.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>When it was first found.</summary>
    public DateTimeOffset FoundAt { get; set; }

    /// <summary>Still so at the last look.</summary>
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
