using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

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
