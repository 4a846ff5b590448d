using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Ingest;

internal sealed class StagedScoreConfiguration : IEntityTypeConfiguration<StagedScore>
{
    public void Configure(EntityTypeBuilder<StagedScore> builder)
    {
        builder.ToTable("staged_scores");
        builder.HasKey(s => new { s.BatchId, s.InteractionId });
        builder.Property(s => s.OutcomeMetric).HasMaxLength(300);
        builder.Property(s => s.Reason).HasMaxLength(500);
    }
}
