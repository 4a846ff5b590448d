using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Interactions;

/// <summary>
/// One request and its response. This row has what lists, filters and joins need; texts are in <see cref="InteractionPayload"/>.
/// </summary>
public sealed class Interaction
{
    /// <summary>From the sequence interaction_ids. Ids are reserved in blocks before a bulk load.</summary>
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

    /// <summary>The suspicion score, 0 to 1.</summary>
    public double Suspicion { get; set; }

    public bool Questionable { get; set; }

    /// <summary>Whether the rollups include the interaction. False for rows from before rollups existed.</summary>
    public bool IsRolledUp { get; set; }

    /// <summary>JSON object of additional attributes for the pattern search.</summary>
    public string? Attributes { get; set; }

    /// <summary>False if the sender marks the timestamp as a placeholder or made up.</summary>
    public bool TimeIsReal { get; set; } = true;

    /// <summary>
    /// The comparisons of releases that exclude this interaction, because more than one of the compared releases served its task.
    /// </summary>
    public ArmOverlap Overlap { get; set; }

    /// <summary>
    /// The error class if the interaction is questionable: one-off, systematic or conceptual. Null before the first pattern search.
    /// </summary>
    public short? ErrorClass { get; set; }

    public double? Cost { get; set; }

    public string? Currency { get; set; }

    public int LabelCount { get; set; }

    /// <summary>The beginning of the input on one line, so that lists do not read payloads.</summary>
    public string Preview { get; set; } = "";
}

/// <summary>Comparisons in which more than one of the compared releases served the same task.</summary>
[Flags]
public enum ArmOverlap
{
    None = 0,

    /// <summary>The experiment that was running.</summary>
    Experiment = 1,

    /// <summary>A promotion: the replaced release served the task before it and the promoted release after it.</summary>
    Promotion = 2,
}

/// <summary>The texts and variable parts of an interaction. Read one at a time.</summary>
public sealed class InteractionPayload
{
    public long InteractionId { get; set; }

    public string? Input { get; set; }

    public string? Output { get; set; }

    /// <summary>JSON array of {role, content}, as received.</summary>
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
