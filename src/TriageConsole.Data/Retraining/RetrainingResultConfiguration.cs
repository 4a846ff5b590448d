using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Releases;

namespace TriageConsole.Data.Retraining;

internal sealed class RetrainingResultConfiguration : IEntityTypeConfiguration<RetrainingResult>
{
    public void Configure(EntityTypeBuilder<RetrainingResult> builder)
    {
        builder.ToTable("retraining_results");
        builder.HasKey(r => r.ComponentVersionId);
        builder.Property(r => r.ComponentVersionId).ValueGeneratedNever();
        builder.HasOne<ComponentVersion>().WithMany().HasForeignKey(r => r.ComponentVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RetrainingRun>().WithMany().HasForeignKey(r => r.RunId).OnDelete(DeleteBehavior.Restrict);
    }
}
