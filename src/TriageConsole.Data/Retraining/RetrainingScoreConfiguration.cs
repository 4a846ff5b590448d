using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Datasets;

namespace TriageConsole.Data.Retraining;

internal sealed class RetrainingScoreConfiguration : IEntityTypeConfiguration<RetrainingScore>
{
    public void Configure(EntityTypeBuilder<RetrainingScore> builder)
    {
        builder.ToTable(
            "retraining_scores",
            t => t.HasCheckConstraint("ck_retraining_scores_score", "number >= 1 AND (score IS NULL OR (score >= 0 AND score <= 1))")
        );
        builder.HasKey(s => new { s.RunId, s.Number });
        builder.Property(s => s.Candidate).HasMaxLength(64);
        builder.HasOne<RetrainingRun>().WithMany().HasForeignKey(s => s.RunId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DatasetItem>().WithMany().HasForeignKey(s => new { s.VersionId, s.Place }).OnDelete(DeleteBehavior.Restrict);
    }
}
