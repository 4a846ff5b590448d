using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Triage;

internal sealed class SamplingRoundConfiguration : IEntityTypeConfiguration<SamplingRound>
{
    public void Configure(EntityTypeBuilder<SamplingRound> builder)
    {
        builder.ToTable(
            "sampling_rounds",
            t => t.HasCheckConstraint("ck_sampling_rounds_counts", "drawn >= 0 AND drawn <= candidates AND audited >= 0 AND threshold >= 0")
        );
        builder.HasIndex(d => new { d.WorkflowId, d.At });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(d => new { d.TenantId, d.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
