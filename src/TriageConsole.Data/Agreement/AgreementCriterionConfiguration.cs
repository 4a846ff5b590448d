using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Agreement;

internal sealed class AgreementCriterionConfiguration : IEntityTypeConfiguration<AgreementCriterion>
{
    public void Configure(EntityTypeBuilder<AgreementCriterion> builder)
    {
        builder.ToTable("agreement_criteria");
        builder.Property(c => c.Key).HasMaxLength(301);
        builder
            .HasIndex(c => new
            {
                c.WorkflowId,
                c.Key,
                c.RubricVersionId,
            })
            .IsUnique();
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(c => c.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
