using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Triage;

namespace TriageConsole.Data.Labeling;

internal sealed class AssignmentConfiguration : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("assignments");
        builder.HasIndex(a => new { a.QueueItemId, a.LabelerId }).IsUnique();
        builder.HasIndex(a => a.LeaseUntil).HasFilter("state = 0").HasDatabaseName("IX_Assignments_Leased");
        builder.HasIndex(a => new { a.LabelerId, a.FinishedAt });
        builder.HasOne<QueueItem>().WithMany().HasForeignKey(a => a.QueueItemId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(a => a.LabelerId).OnDelete(DeleteBehavior.Restrict);
    }
}
