using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Jobs;

internal sealed class JobStateConfiguration : IEntityTypeConfiguration<JobState>
{
    public void Configure(EntityTypeBuilder<JobState> builder)
    {
        builder.ToTable("job_states");
        builder.HasKey(s => s.JobName);
        builder.Property(s => s.JobName).HasMaxLength(100);
        builder.Property(s => s.Reason).HasMaxLength(1000);
        builder.Property(s => s.Instance).HasMaxLength(200);
    }
}
