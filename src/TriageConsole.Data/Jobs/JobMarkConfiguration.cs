using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Jobs;

internal sealed class JobMarkConfiguration : IEntityTypeConfiguration<JobMark>
{
    public void Configure(EntityTypeBuilder<JobMark> builder)
    {
        builder.ToTable("job_marks");
        builder.HasKey(m => new { m.JobName, m.ItemId });
        builder.Property(m => m.JobName).HasMaxLength(100);
        builder.Property(m => m.Value).HasMaxLength(200);
    }
}
