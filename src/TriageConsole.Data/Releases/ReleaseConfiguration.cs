using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

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
