using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Workflows;

internal sealed class RescoreConfiguration : IEntityTypeConfiguration<Rescore>
{
    public void Configure(EntityTypeBuilder<Rescore> builder)
    {
        builder.ToTable("rescores");
        builder.HasKey(r => r.WorkflowId);
        builder.Property(r => r.WorkflowId).ValueGeneratedNever();
        builder.HasOne<Workflow>().WithOne().HasForeignKey<Rescore>(r => r.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
