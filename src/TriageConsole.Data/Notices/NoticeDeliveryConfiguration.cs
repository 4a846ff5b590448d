using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Notices;

internal sealed class NoticeDeliveryConfiguration : IEntityTypeConfiguration<NoticeDelivery>
{
    public void Configure(EntityTypeBuilder<NoticeDelivery> builder)
    {
        builder.ToTable("notice_deliveries", t => t.HasCheckConstraint("ck_notice_deliveries_end", "sent_at IS NULL OR failed_at IS NULL"));
        builder.Property(d => d.Recipient).HasMaxLength(256);
        builder.Property(d => d.Reason).HasMaxLength(500);
        builder
            .HasIndex(d => new
            {
                d.NoticeId,
                d.Channel,
                d.Recipient,
            })
            .IsUnique();
        // A chat channel gets each subject once, however many persons get the notice.
        builder
            .HasIndex(d => new { d.Channel, d.Recipient })
            .IsUnique()
            .HasFilter("channel = 2")
            .HasDatabaseName("IX_NoticeDeliveries_Chat");
        builder.HasIndex(d => d.NextAttemptAt).HasFilter("sent_at IS NULL AND failed_at IS NULL");
        builder.HasOne(d => d.Notice).WithMany(n => n.Deliveries).HasForeignKey(d => d.NoticeId).OnDelete(DeleteBehavior.Cascade);
    }
}
