using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Agreement;

internal sealed class AgreementTurnConfiguration : IEntityTypeConfiguration<AgreementTurn>
{
    public void Configure(EntityTypeBuilder<AgreementTurn> builder)
    {
        builder.ToTable("agreement_turns");
        builder.HasKey(t => t.WorkflowId);
        builder.Property(t => t.WorkflowId).ValueGeneratedNever();
        builder.HasOne<Workflow>().WithOne().HasForeignKey<AgreementTurn>(t => t.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
