using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Triage;

/// <summary>One draw of the priority sample: with its seed and its candidates' priorities it can be done again.</summary>
public sealed class Draw
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DateTimeOffset At { get; set; }

    public int Seed { get; set; }

    public int Candidates { get; set; }

    public int Drawn { get; set; }

    /// <summary>The priority/u that one more would have had to beat; 0 where all were taken. Those taken have a probability of their own with their candidate's row.</summary>
    public double Threshold { get; set; }
}

/// <summary>A questionable interaction that waits for a draw, or what the draw made of it.</summary>
public sealed class DrawCandidate
{
    public long InteractionId { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>Null while it waits.</summary>
    public long? DrawId { get; set; }

    /// <summary>Its priority in the draw.</summary>
    public double Priority { get; set; }

    /// <summary>The probability with which the draw takes it; 0 while it waits.</summary>
    public double Inclusion { get; set; }

    public bool Taken { get; set; }

    /// <summary>The share of all traffic drawn into the audit sample when it came, 0..1.</summary>
    public double AuditProbability { get; set; }
}

internal sealed class DrawConfiguration : IEntityTypeConfiguration<Draw>
{
    public void Configure(EntityTypeBuilder<Draw> builder)
    {
        builder.ToTable("draws", t => t.HasCheckConstraint("ck_draws_counts", "drawn >= 0 AND drawn <= candidates AND threshold >= 0"));
        builder.HasIndex(d => new { d.WorkflowId, d.At });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(d => new { d.TenantId, d.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DrawCandidateConfiguration : IEntityTypeConfiguration<DrawCandidate>
{
    public void Configure(EntityTypeBuilder<DrawCandidate> builder)
    {
        builder.ToTable("draw_candidates", t => t.HasCheckConstraint("ck_draw_candidates_inclusion", "inclusion >= 0 AND inclusion <= 1"));
        builder.HasKey(c => c.InteractionId);
        builder.Property(c => c.InteractionId).ValueGeneratedNever();
        builder.HasIndex(c => new { c.WorkflowId, c.Since }).HasFilter("draw_id IS NULL").HasDatabaseName("IX_DrawCandidates_Waiting");
        builder.HasIndex(c => new { c.WorkflowId, c.Since });
        builder.HasIndex(c => c.DrawId);
        builder.HasOne<Interaction>().WithOne().HasForeignKey<DrawCandidate>(c => c.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Draw>().WithMany().HasForeignKey(c => c.DrawId).OnDelete(DeleteBehavior.Restrict);
    }
}
