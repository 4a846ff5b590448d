using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Interactions;

internal sealed class InteractionConfiguration : IEntityTypeConfiguration<Interaction>
{
    public const int KeyLength = 300;
    public const int PreviewLength = 200;

    public void Configure(EntityTypeBuilder<Interaction> builder)
    {
        builder.ToTable("interactions", t => t.HasCheckConstraint("ck_interactions_suspicion", "suspicion >= 0 AND suspicion <= 1"));
        builder.Property(i => i.Id).ValueGeneratedNever();
        foreach (
            var name in new[]
            {
                nameof(Interaction.TraceId),
                nameof(Interaction.TaskId),
                nameof(Interaction.SessionId),
                nameof(Interaction.UserId),
                nameof(Interaction.Country),
                nameof(Interaction.Segment),
                nameof(Interaction.PromptVersion),
                nameof(Interaction.ModelId),
                nameof(Interaction.ModelVersion),
                nameof(Interaction.ServedModel),
                nameof(Interaction.DeploymentId),
                nameof(Interaction.Release),
                nameof(Interaction.KnowledgeVersion),
                nameof(Interaction.InputHash),
                nameof(Interaction.OutputId),
                nameof(Interaction.ErrorKind),
                nameof(Interaction.ConsentScope),
                nameof(Interaction.OutcomeMetric),
            }
        )
            builder.Property(name).HasMaxLength(KeyLength);
        builder.Property(i => i.Preview).HasMaxLength(PreviewLength);
        builder.Property(i => i.Currency).HasMaxLength(10);
        builder.Property(i => i.TimeIsReal).HasDefaultValue(true).HasSentinel(true);
        builder.Property(i => i.Overlap).HasDefaultValue(ArmOverlap.None);
        builder.HasIndex(i => i.Id).HasFilter("is_rolled_up = {false}").HasDatabaseName("IX_Interactions_NotRolledUp");
        builder.HasIndex(i => new { i.TenantId, i.TraceId }).IsUnique();
        builder.HasIndex(i => new
        {
            i.WorkflowId,
            i.Timestamp,
            i.Id,
        });
        builder.HasIndex(i => new { i.WorkflowId, i.TaskId });
        // For evaluations that name a response.
        builder.HasIndex(i => new { i.TenantId, i.OutputId }).HasFilter("output_id IS NOT NULL");
        // For feedback that names a session.
        builder.HasIndex(i => new { i.TenantId, i.SessionId }).HasFilter("session_id IS NOT NULL");
        // For the latest arrivals of a workflow.
        builder.HasIndex(i => new { i.WorkflowId, i.Id });
        builder
            .HasOne(i => i.Workflow)
            .WithMany()
            .HasForeignKey(i => new { i.TenantId, i.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
