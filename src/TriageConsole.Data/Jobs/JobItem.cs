using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Jobs;

/// <summary>One item of a job, a workflow for example, that failed: it is tried again later, a limited number of times. The row is deleted when it succeeds.</summary>
public sealed class JobItem
{
    public required string JobName { get; set; }

    public long ItemId { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public required string Reason { get; set; }

    /// <summary>When the last allowed attempt failed; null while attempts are left.</summary>
    public DateTimeOffset? FailedAt { get; set; }
}

internal sealed class JobItemConfiguration : IEntityTypeConfiguration<JobItem>
{
    public void Configure(EntityTypeBuilder<JobItem> builder)
    {
        builder.ToTable("job_items");
        builder.HasKey(i => new { i.JobName, i.ItemId });
        builder.Property(i => i.JobName).HasMaxLength(100);
        builder.Property(i => i.Reason).HasMaxLength(1000);
    }
}
