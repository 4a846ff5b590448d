using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

internal sealed class ReleaseEvidenceConfiguration : IEntityTypeConfiguration<ReleaseEvidence>
{
    public void Configure(EntityTypeBuilder<ReleaseEvidence> builder)
    {
        builder.ToTable("release_evidence");
        builder.HasKey(e => e.ReleaseId);
        builder.Property(e => e.ReleaseId).ValueGeneratedNever();
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(e => new { e.WorkflowId, e.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Cascade);
    }
}
