using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

public enum ReleaseState
{
    Draft = 0,
    Evaluating = 1,
    Shadow = 2,
    Canary = 3,
    Live = 4,
    Superseded = 5,
    RolledBack = 6,
    Rejected = 7,
}

/// <summary>
/// A named set with one version of each component of a workflow. It is promoted and rolled back as a whole. At most one release of a
/// workflow is live.
/// </summary>
public sealed class Release : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>
    /// The release name in events. If events contained none and the release was registered from traffic: model_id@model_version.
    /// </summary>
    public required string Name { get; set; }

    public string Notes { get; set; } = "";

    /// <summary>
    /// The current state: always the <see cref="ReleaseTransition.ToState"/> of the transition with the number
    /// <see cref="TransitionNumber"/>.
    /// </summary>
    public ReleaseState State { get; set; }

    /// <summary>The number of the last transition. Null for a draft without transitions.</summary>
    public int? TransitionNumber { get; set; }

    public long? AuthorId { get; set; }

    public required string Author { get; set; }

    /// <summary>The release whose components were copied. State, evidence and approvals are not copied.</summary>
    public long? CopiedFromId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the release last went live.</summary>
    public DateTimeOffset? LiveSince { get; set; }

    /// <summary>The release that was live before: the target of a rollback.</summary>
    public long? PreviousLiveId { get; set; }

    public int RowVersion { get; set; }

    public List<ReleaseComponent> Components { get; set; } = [];
}

/// <summary>The version of one component in a release.</summary>
public sealed class ReleaseComponent
{
    public long ReleaseId { get; set; }

    public long WorkflowId { get; set; }

    public ComponentKind Kind { get; set; }

    public required string Name { get; set; }

    public long ComponentVersionId { get; set; }

    public ComponentVersion? ComponentVersion { get; set; }
}

internal sealed class ReleaseConfiguration : IEntityTypeConfiguration<Release>
{
    public void Configure(EntityTypeBuilder<Release> builder)
    {
        builder.ToTable(
            "releases",
            t =>
            {
                t.HasTrigger("releases_move_on");
                t.HasCheckConstraint("ck_releases_state", "state BETWEEN 0 AND 7 AND (transition_number IS NOT NULL OR state = 0)");
            }
        );
        builder.Property(r => r.Name).HasMaxLength(300);
        builder.Property(r => r.Notes).HasMaxLength(4000);
        builder.Property(r => r.Author).HasMaxLength(256);
        builder.Property(r => r.RowVersion).IsConcurrencyToken();
        builder.HasIndex(r => new { r.WorkflowId, r.Name }).IsUnique();
        builder.HasIndex(r => r.WorkflowId).IsUnique().HasFilter("state = 4").HasDatabaseName("IX_Releases_Live");
        builder.HasAlternateKey(r => new { r.WorkflowId, r.Id });
        // (id, transition_number, state) is a foreign key to the last transition. The migration creates it in SQL: EF does not generate
        // values for a key that is part of a foreign key, and the id must be generated.
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.CopiedFromId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.PreviousLiveId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(r => new { r.TenantId, r.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReleaseComponentConfiguration : IEntityTypeConfiguration<ReleaseComponent>
{
    public void Configure(EntityTypeBuilder<ReleaseComponent> builder)
    {
        builder.ToTable("release_components");
        builder.HasKey(c => new
        {
            c.ReleaseId,
            c.Kind,
            c.Name,
        });
        builder.Property(c => c.Name).HasMaxLength(200);
        builder
            .HasOne<Release>()
            .WithMany(r => r.Components)
            .HasForeignKey(c => new { c.WorkflowId, c.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne(c => c.ComponentVersion)
            .WithMany()
            .HasForeignKey(c => new
            {
                c.WorkflowId,
                c.Kind,
                c.Name,
                c.ComponentVersionId,
            })
            .HasPrincipalKey(c => new
            {
                c.WorkflowId,
                c.Kind,
                c.Name,
                c.Id,
            })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
