using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Workflows;

internal sealed class SuspicionWeightsConfiguration : IEntityTypeConfiguration<SuspicionWeights>
{
    public void Configure(EntityTypeBuilder<SuspicionWeights> builder)
    {
        builder.ToTable("suspicion_weights");
        builder.Property(w => w.CreatedBy).HasMaxLength(256);
        builder.HasIndex(w => new { w.WorkflowId, w.Number }).IsUnique();
        builder.HasOne<Workflow>().WithMany().HasForeignKey(w => w.WorkflowId).OnDelete(DeleteBehavior.Restrict);
    }
}
