using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

internal sealed class PatternRunConfiguration : IEntityTypeConfiguration<PatternRun>
{
    public void Configure(EntityTypeBuilder<PatternRun> builder)
    {
        builder.ToTable("pattern_runs");
        builder.HasKey(r => r.WorkflowId);
        builder.Property(r => r.WorkflowId).ValueGeneratedNever();
        builder.Property(r => r.Seen).HasMaxLength(200);
        builder.HasOne<Workflow>().WithOne().HasForeignKey<PatternRun>(r => r.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
