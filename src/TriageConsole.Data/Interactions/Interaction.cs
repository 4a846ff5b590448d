using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Interactions;

/// <summary>One request and answer. The slim row: what lists, filters and joins need. Texts are in <see cref="InteractionPayload"/>.</summary>
public sealed class Interaction
{
    /// <summary>From the sequence interaction_ids, reserved in blocks before a bulk load.</summary>
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public Workflow? Workflow { get; set; }

    public required string TraceId { get; set; }

    public required string TaskId { get; set; }

    public string? SessionId { get; set; }

    public string? UserId { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public string? Country { get; set; }

    public string? Segment { get; set; }

    public string? PromptVersion { get; set; }

    public string? ModelId { get; set; }

    public required string ModelVersion { get; set; }

    public string? ServedModel { get; set; }

    public string? DeploymentId { get; set; }

    public string? Release { get; set; }

    public string? KnowledgeVersion { get; set; }

    public string? InputHash { get; set; }

    public string? OutputId { get; set; }

    public int? OutputTokens { get; set; }

    public double? ClientLatencyMs { get; set; }

    public double? ServerLatencyMs { get; set; }

    public string? ErrorKind { get; set; }

    public bool Shadow { get; set; }

    public double? Propensity { get; set; }

    public string? ConsentScope { get; set; }

    public string? OutcomeMetric { get; set; }

    public double? OutcomeValue { get; set; }

    /// <summary>How questionable, 0..1.</summary>
    public double Suspicion { get; set; }

    public bool Questionable { get; set; }

    /// <summary>Whether the rollups hold it; false of what was stored before there were any.</summary>
    public bool IsRolledUp { get; set; }

    /// <summary>JSON object of further attributes failures may concentrate on.</summary>
    public string? Attributes { get; set; }

    /// <summary>False where the sender says that the timestamp is a placeholder or made up.</summary>
    public bool TimeIsReal { get; set; } = true;

    /// <summary>Comparisons of releases in which its task was served by more than one of those compared: there it counts for none of them.</summary>
    public ArmOverlap Overlap { get; set; }

    /// <summary>Why it failed, where it is questionable: one-off, systematic or conceptual; null until patterns were looked for.</summary>
    public short? ErrorClass { get; set; }

    public double? Cost { get; set; }

    public string? Currency { get; set; }

    public int LabelCount { get; set; }

    /// <summary>The first characters of the input on one line, so that lists never touch payloads.</summary>
    public string Preview { get; set; } = "";
}

/// <summary>Comparisons of releases in which a task was served by more than one of those compared.</summary>
[Flags]
public enum ArmOverlap
{
    None = 0,

    /// <summary>In the experiment of its time.</summary>
    Experiment = 1,

    /// <summary>Before a promotion and after it, by the release replaced and by the one promoted.</summary>
    Promotion = 2,
}

/// <summary>The texts and open-ended parts of an interaction, read one at a time.</summary>
public sealed class InteractionPayload
{
    public long InteractionId { get; set; }

    public string? Input { get; set; }

    public string? Output { get; set; }

    /// <summary>JSON array of {role, content}, as sent.</summary>
    public string? Messages { get; set; }

    /// <summary>JSON object: parameters, input_stats, server_load, retrieval_ids, redaction_flags, error, metadata.</summary>
    public string? Context { get; set; }
}

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
        // The latest arrivals of a workflow.
        builder.HasIndex(i => new { i.WorkflowId, i.Id });
        builder
            .HasOne(i => i.Workflow)
            .WithMany()
            .HasForeignKey(i => new { i.TenantId, i.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InteractionPayloadConfiguration : IEntityTypeConfiguration<InteractionPayload>
{
    public void Configure(EntityTypeBuilder<InteractionPayload> builder)
    {
        builder.ToTable("interaction_payloads");
        builder.HasKey(p => p.InteractionId);
        builder.Property(p => p.InteractionId).ValueGeneratedNever();
        builder.HasOne<Interaction>().WithOne().HasForeignKey<InteractionPayload>(p => p.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
