using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Agreement;

/// <summary>What all labels on a question together say, by the last fit.</summary>
public sealed class ConsensusFit
{
    public long CriterionId { get; set; }

    /// <summary>The criterion's <see cref="AgreementCriterion.Changes"/> that it saw.</summary>
    public long Changes { get; set; }

    public DateTimeOffset FittedAt { get; set; }

    public int Milliseconds { get; set; }

    public long Items { get; set; }

    public long Labels { get; set; }

    public int Iterations { get; set; }

    public double LogLikelihood { get; set; }

    /// <summary>JSON array of value ids: the categories, in the order of all matrices.</summary>
    public required string Categories { get; set; }

    /// <summary>JSON array: the share of each category.</summary>
    public required string Priors { get; set; }
}

/// <summary>How a labeler answers one question, by the consensus of all.</summary>
public sealed class LabelerQuality
{
    public long CriterionId { get; set; }

    public long LabelerId { get; set; }

    /// <summary>On interactions that others labeled too.</summary>
    public int Labels { get; set; }

    /// <summary>Of those, how many the consensus expects to be right.</summary>
    public double ExpectedRight { get; set; }

    /// <summary>JSON array of rows: the probability of each answer where the row's category is true.</summary>
    public required string Confusion { get; set; }
}

public enum DisagreementState
{
    Open = 0,
    Adjudicated = 1,
    SentBack = 2,
}

/// <summary>An interaction whose labelers differ, or whose consensus is not sure.</summary>
public sealed class Disagreement
{
    public long InteractionId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DisagreementState State { get; set; }

    /// <summary>How little is known of the truth, 0..1: one minus the probability of the likeliest answer, of the worst question.</summary>
    public double Severity { get; set; }

    public int Labelers { get; set; }

    /// <summary>Keys of the questions in dispute, a line each.</summary>
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

/// <summary>A lead's decision on an interaction. A later one takes its place; the older stay.</summary>
public sealed class Adjudication
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    /// <summary>1, 2 … of the interaction: two decisions on the same state collide.</summary>
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
