using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;

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
