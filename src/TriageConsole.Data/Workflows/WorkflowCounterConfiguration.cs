using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Workflows;

internal sealed class WorkflowCounterConfiguration : IEntityTypeConfiguration<WorkflowCounter>
{
    public void Configure(EntityTypeBuilder<WorkflowCounter> builder)
    {
        builder.ToTable("workflow_counters");
        builder.HasKey(c => new { c.WorkflowId, c.Shard });
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
