using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Evaluation;

internal sealed class EvalResultConfiguration : IEntityTypeConfiguration<EvalResult>
{
    public void Configure(EntityTypeBuilder<EvalResult> builder)
    {
        builder.ToTable(
            "eval_results",
            t =>
                t.HasCheckConstraint(
                    "ck_eval_results_kind",
                    "kind BETWEEN 0 AND 3 AND side IN (0, 1) AND (score IS NULL OR (score >= 0 AND score <= 1))"
                )
        );
        builder.HasKey(r => new
        {
            r.ItemId,
            r.Side,
            r.Evaluator,
        });
        builder.Property(r => r.Evaluator).HasMaxLength(60);
        builder.Property(r => r.Evidence).HasMaxLength(4000);
        builder.HasOne<EvalItem>().WithMany(i => i.Results).HasForeignKey(r => r.ItemId).OnDelete(DeleteBehavior.Cascade);
    }
}
