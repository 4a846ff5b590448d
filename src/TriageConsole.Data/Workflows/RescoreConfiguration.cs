using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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
