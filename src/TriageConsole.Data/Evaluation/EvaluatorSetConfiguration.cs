using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Evaluation;

internal sealed class EvaluatorSetConfiguration : IEntityTypeConfiguration<EvaluatorSet>
{
    public void Configure(EntityTypeBuilder<EvaluatorSet> builder)
    {
        builder.ToTable("evaluator_sets", t => t.HasCheckConstraint("ck_evaluator_sets_number", "number >= 1"));
        builder.Property(s => s.Author).HasMaxLength(256);
        builder.HasAlternateKey(s => new { s.WorkflowId, s.Id });
        builder.HasIndex(s => new { s.WorkflowId, s.Number }).IsUnique();
        builder.HasOne<AppUser>().WithMany().HasForeignKey(s => s.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
