using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

public enum WindowSeverity
{
    Monitor = 0,
    Medium = 1,
    High = 2,
}

/// <summary>Five minutes of event time of a workflow, as it was when last closed.</summary>
public sealed class FailureWindow
{
    public long WorkflowId { get; set; }

    public long TenantId { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>Counted up by each batch that brings events; differs from <see cref="ClosedChanges"/> while the window is to be closed (again).</summary>
    public int Changes { get; set; }

    public int ClosedChanges { get; set; }

    /// <summary>Whether it is to be closed (again): the two above differ.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When events last came.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Late events open a window again for an hour after this.</summary>
    public DateTimeOffset? FirstClosedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public long Events { get; set; }

    public long ExplicitNegatives { get; set; }

    public long ImplicitNegatives { get; set; }

    public long Negatives { get; set; }

    public long Errors { get; set; }

    public long Questionable { get; set; }

    public WindowSeverity Severity { get; set; }

    /// <summary>JSON array of what failures concentrate on: terms, failures, share.</summary>
    public string Patterns { get; set; } = "[]";

    /// <summary>What is recommended, a sentence.</summary>
    public string Action { get; set; } = "";
}

internal sealed class FailureWindowConfiguration : IEntityTypeConfiguration<FailureWindow>
{
    public void Configure(EntityTypeBuilder<FailureWindow> builder)
    {
        builder.ToTable("failure_windows");
        builder.HasKey(w => new { w.WorkflowId, w.Start });
        builder.Property(w => w.Action).HasMaxLength(500);
        builder.HasIndex(w => w.ChangedAt).HasFilter("is_open = {true}").HasDatabaseName("IX_FailureWindows_Open");
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(w => new { w.TenantId, w.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
