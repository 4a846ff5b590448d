using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Jobs;

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
