using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ComponentVersionConfiguration : IEntityTypeConfiguration<ComponentVersion>
{
    public void Configure(EntityTypeBuilder<ComponentVersion> builder)
    {
        builder.ToTable("component_versions", t => t.HasCheckConstraint("ck_component_versions_kind", "kind BETWEEN 0 AND 7"));
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.Version).HasMaxLength(300);
        builder.Property(c => c.Reference).HasMaxLength(1000);
        builder.Property(c => c.ContentHash).HasMaxLength(64);
        builder.Property(c => c.Message).HasMaxLength(1000);
        builder.Property(c => c.Author).HasMaxLength(256);
        builder.Property(c => c.Manifest).HasMaxLength(200);
        builder.Property(c => c.WithdrawnReason).HasMaxLength(500);
        builder.Property(c => c.RowVersion).IsConcurrencyToken();
        builder
            .HasIndex(c => new
            {
                c.WorkflowId,
                c.Kind,
                c.Name,
                c.Version,
            })
            .IsUnique();
        // The target of the foreign key of release components, so that workflow, kind and name must match.
        builder.HasAlternateKey(c => new
        {
            c.WorkflowId,
            c.Kind,
            c.Name,
            c.Id,
        });
        builder.HasAlternateKey(c => new { c.WorkflowId, c.Id });
        builder
            .HasOne<ComponentVersion>()
            .WithMany()
            .HasForeignKey(c => new { c.WorkflowId, c.ParentId })
            .HasPrincipalKey(c => new { c.WorkflowId, c.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(c => new { c.TenantId, c.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
