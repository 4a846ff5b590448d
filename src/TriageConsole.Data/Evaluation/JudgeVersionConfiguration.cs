using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Evaluation;

internal sealed class JudgeVersionConfiguration : IEntityTypeConfiguration<JudgeVersion>
{
    public void Configure(EntityTypeBuilder<JudgeVersion> builder)
    {
        builder.ToTable("judge_versions");
        builder.Property(v => v.Model).HasMaxLength(200);
        builder.Property(v => v.EndpointHash).HasMaxLength(64);
        builder.Property(v => v.PromptHash).HasMaxLength(64);
        builder.HasAlternateKey(v => new { v.WorkflowId, v.Id });
        builder
            .HasIndex(v => new
            {
                v.WorkflowId,
                v.LabelerId,
                v.RubricVersionId,
                v.EndpointHash,
                v.PromptHash,
            })
            .IsUnique();
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(v => new { v.TenantId, v.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(v => v.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(v => v.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
