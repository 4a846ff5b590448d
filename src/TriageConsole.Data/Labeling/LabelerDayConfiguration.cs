using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Labeling;

internal sealed class LabelerDayConfiguration : IEntityTypeConfiguration<LabelerDay>
{
    public void Configure(EntityTypeBuilder<LabelerDay> builder)
    {
        builder.ToTable("labeler_days");
        builder.HasKey(d => new
        {
            d.LabelerId,
            d.WorkflowId,
            d.Day,
        });
        builder.HasOne<Labeler>().WithMany().HasForeignKey(d => d.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(d => d.WorkflowId).OnDelete(DeleteBehavior.Restrict);
    }
}
