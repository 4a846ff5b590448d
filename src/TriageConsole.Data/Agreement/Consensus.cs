using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Agreement;

/// <summary>The result of the last consensus fit of a question.</summary>
public sealed class ConsensusFit
{
    public long CriterionId { get; set; }

    /// <summary>The <see cref="AgreementCriterion.Changes"/> of the criterion at the time of the fit.</summary>
    public long Changes { get; set; }

    public DateTimeOffset FittedAt { get; set; }

    public int Milliseconds { get; set; }

    public long Items { get; set; }

    public long Labels { get; set; }

    public int Iterations { get; set; }

    public double LogLikelihood { get; set; }

    /// <summary>JSON array of value ids: the categories in the order of all matrices.</summary>
    public required string Categories { get; set; }

    /// <summary>JSON array with the share of each category.</summary>
    public required string Priors { get; set; }
}

/// <summary>The quality of a labeler's answers to one question, by the consensus.</summary>
public sealed class LabelerQuality
{
    public long CriterionId { get; set; }

    public long LabelerId { get; set; }

    /// <summary>The number of labels on interactions that others labeled too.</summary>
    public int Labels { get; set; }

    /// <summary>The expected number of correct labels among them, by the consensus.</summary>
    public double ExpectedRight { get; set; }

    /// <summary>JSON array of rows (confusion matrix): the probability of each answer if the category of the row is true.</summary>
    public required string Confusion { get; set; }
}

public enum DisagreementState
{
    Open = 0,
    Adjudicated = 1,
    SentBack = 2,
}

/// <summary>An interaction whose labelers differ, or whose consensus is uncertain.</summary>
public sealed class Disagreement
{
    public long InteractionId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DisagreementState State { get; set; }

    /// <summary>
    /// The uncertainty of the consensus, 0 to 1: one minus the probability of the most likely answer, for the most uncertain question.
    /// </summary>
    public double Severity { get; set; }

    public int Labelers { get; set; }

    /// <summary>The keys of the disputed questions, one per line.</summary>
    public required string Questions { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

public enum DisagreementCause
{
    RubricUnclear = 0,
    ContextMissing = 1,
    Slip = 2,
    TrulyAmbiguous = 3,
}

/// <summary>The decision of a lead on a disagreement. A later decision replaces it; earlier ones are kept.</summary>
public sealed class Adjudication
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    /// <summary>Counts the decisions of the interaction from 1. The unique number detects two concurrent decisions.</summary>
    public int Number { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>JSON object criterion → answer.</summary>
    public required string Answers { get; set; }

    public DisagreementCause Cause { get; set; }

    public string Note { get; set; } = "";

    public long DecidedById { get; set; }

    public required string DecidedBy { get; set; }

    public DateTimeOffset DecidedAt { get; set; }
}

internal sealed class ConsensusFitConfiguration : IEntityTypeConfiguration<ConsensusFit>
{
    public void Configure(EntityTypeBuilder<ConsensusFit> builder)
    {
        builder.ToTable("consensus_fits");
        builder.HasKey(f => f.CriterionId);
        builder.Property(f => f.CriterionId).ValueGeneratedNever();
        builder.HasOne<AgreementCriterion>().WithOne().HasForeignKey<ConsensusFit>(f => f.CriterionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LabelerQualityConfiguration : IEntityTypeConfiguration<LabelerQuality>
{
    public void Configure(EntityTypeBuilder<LabelerQuality> builder)
    {
        builder.ToTable("labeler_qualities", t => t.HasCheckConstraint("ck_labeler_qualities_right", "expected_right >= 0 AND labels > 0"));
        builder.HasKey(q => new { q.CriterionId, q.LabelerId });
        builder.HasOne<ConsensusFit>().WithMany().HasForeignKey(q => q.CriterionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(q => q.LabelerId).OnDelete(DeleteBehavior.Restrict);
    }
}
